"""Steps of a PyTorch optimizer on given sizes: reads a number of steps a line, writes mean microseconds of a step."""
import sys
import time

import torch

sizes, kind, form, threads = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
torch.set_num_threads(threads)
parameters = [torch.nn.Parameter(torch.randn([int(n) for n in size.split(",")]) * 0.1) for size in sizes.split(";")]
for p in parameters:
    p.grad = torch.randn_like(p) * 0.01
groups = [
    {"params": [p for p in parameters if p.dim() > 1], "weight_decay": 0.05},
    {"params": [p for p in parameters if p.dim() <= 1], "weight_decay": 0.0},
]
foreach = form == "foreach"
if kind == "adamw":
    optimizer = torch.optim.AdamW(groups, lr=1e-3, foreach=foreach)
else:
    optimizer = torch.optim.SGD(groups, lr=0.01, momentum=0.9, foreach=foreach)
gradients = [p.grad for p in parameters]
print(f"ready PyTorch {torch.__version__} {form}", flush=True)
for line in sys.stdin:
    steps = int(line)
    total = 0.0
    for _ in range(steps):
        torch._foreach_mul_(gradients, 0.999)
        start = time.perf_counter()
        optimizer.step()
        total += time.perf_counter() - start
    print(total * 1e6 / steps, flush=True)

"""scikit-learn as the worker of RidgeWorker.cs: same arguments, same protocol."""
import sys
import time

import numpy
import scipy
import sklearn
from sklearn.linear_model import Ridge, RidgeCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_info


def resident(field):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(field)) * 1024e-6


def execute(task, x, y, lam, lams):
    if task == "fit":
        # The default solver; it centres a copy of the data and scales nothing, so it does less than the others.
        model = Ridge(alpha=lam).fit(x, y)
        return [model.intercept_, *model.coef_[:3]]
    if task == "scaled":
        model = make_pipeline(StandardScaler(), Ridge(alpha=lam)).fit(x, y)
        return [model[-1].intercept_, *model[-1].coef_[:3]]
    if task == "cv":
        model = RidgeCV(alphas=lams).fit(x, y)
        return [model.alpha_, -model.best_score_]
    raise ValueError(task)


def blas():
    """The BLAS in use. The reference one, which a bare installation has, is ten times slower: no comparison."""
    used = [f"{pool['internal_api']} {pool['version']}" for pool in threadpool_info() if pool["user_api"] == "blas"]
    if not used:
        sys.exit("scikit-learn runs on the reference BLAS; install OpenBLAS")
    return used[0]


def main():
    features, targets, n, p, lams, lam = sys.argv[1:7]
    n, p, lam = int(n), int(p), float(lam)
    lams = numpy.array([float(part) for part in lams.split(",")])
    x = numpy.fromfile(features).reshape(n, p)
    y = numpy.fromfile(targets)
    few = numpy.random.default_rng(1).random((200, 20))
    for task in ("fit", "scaled", "cv"):
        execute(task, few, few[:, 0] + few[:, 1], 1.0, lams[:2])
    print(f"ready scikit-learn {sklearn.__version__}, numpy {numpy.__version__}, scipy {scipy.__version__}, {blas()}", flush=True)
    for line in sys.stdin:
        with open("/proc/self/clear_refs", "w") as refs:
            refs.write("5")
        before = resident("VmHWM:")
        processor = time.process_time()
        start = time.perf_counter()
        answer = execute(line.strip(), x, y, lam, lams)
        seconds = time.perf_counter() - start
        processor = time.process_time() - processor
        print(seconds, processor, resident("VmHWM:") - before, *map(float, answer), flush=True)


main()

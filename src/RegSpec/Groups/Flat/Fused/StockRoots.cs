using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// Square roots by TorchSharp's own operation, a few at a time in a core's cache: where libtorch takes them from a vector library (MKL), they
/// are not always the number nearest to the root, and where none of <see cref="IRoots"/> is known to give the same bits, this does.
/// </summary>
/// <param name="type">The dtype.</param>
internal sealed class StockRoots(ScalarType type)
{
    /// <summary>Numbers a call: the most that libtorch leaves to the thread that asks.</summary>
    public const int Length = 2048;

    private readonly ConcurrentQueue<Room> free = new();

    /// <summary>Room for one thread.</summary>
    public Room Rent() => free.TryDequeue(out Room? room) ? room : new Room(type);

    /// <summary>Gives it back.</summary>
    public void Return(Room room) => free.Enqueue(room);

    /// <summary>Room for some numbers.</summary>
    public sealed class Room
    {
        private readonly Tensor numbers;

        public Room(ScalarType type)
        {
            numbers = zeros(Length, dtype: type, device: CPU).DetachFromDisposeScope();
            Address = TensorMemory.AddressOf(numbers);
        }

        /// <summary>Where the first is.</summary>
        public nint Address { get; }

        /// <summary>Replaces all by their roots.</summary>
        public void TakeRoots() => numbers.sqrt_();
    }
}

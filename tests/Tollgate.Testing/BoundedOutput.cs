namespace Tollgate.Testing;

/// <summary>Keeps the last lines that a process wrote, up to 2,000 of up to 4,000 characters. Thread safe.</summary>
sealed class BoundedOutput
{
    const int MaxLines = 2_000;
    const int MaxLineLength = 4_000;

    readonly Lock _gate = new();
    readonly Queue<string> _lines = new();

    public void Add(string line)
    {
        lock (_gate)
        {
            if (_lines.Count == MaxLines) _lines.Dequeue();
            _lines.Enqueue(line.Length > MaxLineLength ? line[..MaxLineLength] : line);
        }
    }

    public override string ToString()
    {
        lock (_gate) return string.Join('\n', _lines);
    }
}

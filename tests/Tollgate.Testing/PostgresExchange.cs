using System.Buffers.Binary;

namespace Tollgate.Testing;

/// <summary>
/// Follows the messages of one unencrypted PostgreSQL connection far enough to know whether the server owes an answer:
/// it sends one ReadyForQuery after start-up and one for each Query, FunctionCall and Sync
/// (https://www.postgresql.org/docs/15/protocol-flow.html). Each direction may be fed by its own thread.
/// </summary>
sealed class PostgresExchange
{
    const int SslRequest = 80877103;
    const int GssRequest = 80877104;

    readonly Lock _gate = new();
    readonly Frames _client = new(startsUntyped: true);
    readonly Frames _server = new(startsUntyped: false);
    int _owed = 1;
    bool _inRequest;

    /// <summary>Whether everything sent so far was a whole request and has been answered.</summary>
    public bool AllAnswered
    {
        get
        {
            lock (_gate) return _owed == 0 && !_inRequest && !_client.InFrame;
        }
    }

    public void FromClient(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            foreach (var type in _client.Read(bytes))
            {
                var asks = type is (byte)'Q' or (byte)'F' or (byte)'S';
                if (asks) _owed++;
                _inRequest = !asks && type != 0;
            }
        }
    }

    public void FromServer(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            foreach (var type in _server.Read(bytes))
            {
                if (type == (byte)'Z') _owed--;
            }
        }
    }

    /// <summary>Splits one direction into messages: a type byte (0 for a start-up message), a length, a body.</summary>
    sealed class Frames(bool startsUntyped)
    {
        readonly byte[] _header = new byte[8];
        bool _untyped = startsUntyped;
        int _headerLength;
        int _bodyLeft;

        public bool InFrame => _headerLength > 0;

        public List<byte> Read(ReadOnlySpan<byte> bytes)
        {
            List<byte> complete = [];
            while (!bytes.IsEmpty)
            {
                bytes = _headerLength < HeaderSize ? ReadHeader(bytes) : ReadBody(bytes);
                if (_headerLength < HeaderSize || _bodyLeft > 0) continue;

                complete.Add(_untyped ? (byte)0 : _header[0]);
                _untyped = _untyped && Code is SslRequest or GssRequest;
                _headerLength = 0;
            }

            return complete;
        }

        // A start-up message: length and code. Any other: type and length.
        int HeaderSize => _untyped ? 8 : 5;

        int Code => BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(4));

        ReadOnlySpan<byte> ReadHeader(ReadOnlySpan<byte> bytes)
        {
            var taken = Math.Min(HeaderSize - _headerLength, bytes.Length);
            bytes[..taken].CopyTo(_header.AsSpan(_headerLength));
            _headerLength += taken;
            if (_headerLength == HeaderSize)
            {
                var length = BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(_untyped ? 0 : 1));
                _bodyLeft = length - (_untyped ? 8 : 4);
            }

            return bytes[taken..];
        }

        ReadOnlySpan<byte> ReadBody(ReadOnlySpan<byte> bytes)
        {
            var taken = Math.Min(_bodyLeft, bytes.Length);
            _bodyLeft -= taken;
            return bytes[taken..];
        }
    }
}

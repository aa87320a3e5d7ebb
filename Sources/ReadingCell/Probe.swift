/// Something that a document must not get its worker to do: tried from inside, to know that the walls hold.
package enum Probe: String, Sendable, CaseIterable {
    /// Reading /etc/passwd.
    case readFile = "read_file"
    /// Making a file in /tmp.
    case writeFile = "write_file"
    /// A socket to another machine.
    case networkSocket = "network_socket"
    /// A socket to another process.
    case localSocket = "local_socket"
    /// Another process.
    case fork
    /// Another program in the same process.
    case execute
    /// A signal to the parent.
    case signal
    /// Memory that can be executed.
    case code
    /// 2 GiB of memory.
    case memory
    /// More and more memory, until none is left.
    case swell
    /// A loop without end.
    case loop

    /// What ends the worker that tries, if nothing holds it.
    package static let wentThrough: Int32 = 1
}

import Glibc

/// The system calls this target makes, as named in errors and logs.
package enum SystemCall: String, Hashable, Sendable {
    case socket, bind, listen, accept, connect, setsockopt, getsockname, poll
    case epoll = "epoll_create1"
    case epollControl = "epoll_ctl"
    case eventDescriptor = "eventfd"
    case signalDescriptor = "signalfd"
}

/// What the kernel refused: the call and its `errno`.
package struct SystemFailure: Error, Hashable, Sendable {
    /// The refused call.
    package let call: SystemCall
    /// The value of `errno` right after the call.
    package let errorNumber: Int32

    /// A failure of this call with this `errno`.
    package init(call: SystemCall, errorNumber: Int32) {
        (self.call, self.errorNumber) = (call, errorNumber)
    }

    /// The kernel's own words, in English.
    package var reason: String {
        // Safe: strerror never returns NULL and the string is copied before another call.
        unsafe String(cString: strerror(errorNumber))
    }
}

/// Makes one system call, again while a signal interrupts it; a negative result is thrown.
@discardableResult
func calling(
    _ call: SystemCall,
    _ body: () -> Int32
) throws(SystemFailure) -> Int32 {
    while true {
        let result = body()
        if result >= 0 { return result }
        let errorNumber = errno
        guard errorNumber == EINTR else {
            throw SystemFailure(call: call, errorNumber: errorNumber)
        }
    }
}

/// One open file descriptor, closed when its owner lets go of it.
struct FileDescriptor: ~Copyable, Sendable {
    let number: Int32

    init(owning number: Int32) {
        self.number = number
    }

    deinit {
        _ = close(number)
    }
}

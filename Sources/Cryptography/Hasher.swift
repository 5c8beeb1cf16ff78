import COpenSSL
import Glibc

extension Suite {
    /// Digests messages that arrive in pieces; after `finalize()` it is ready for the next message.
    ///
    /// It belongs to one thread. Reusing one saves an allocation a message.
    package final class Hasher {
        private let context: HashContext

        init(_ suite: Suite) {
            context = HashContext(owning: suite)
        }

        deinit {
            context.free()
        }

        /// Takes in the next bytes.
        package func update(_ bytes: [UInt8]) {
            context.update(bytes)
        }

        /// Takes in the next bytes.
        package func update(_ bytes: ArraySlice<UInt8>) {
            context.update(bytes)
        }

        /// Takes in a digest's 32 bytes.
        package func update(_ digest: Digest) {
            context.update(digest)
        }

        /// Takes in one byte.
        package func update(byte: UInt8) {
            context.update(byte: byte)
        }

        /// The digest of everything since the last call.
        package func finalize() -> Digest {
            let digest = context.finalize()
            context.restart()
            return digest
        }
    }
}

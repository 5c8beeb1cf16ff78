import Client
import Glibc

/// Runs another of our tools as a whole process.
enum BenchProcess {
    /// Standard output, exit code and wall seconds.
    struct Outcome {
        let output: [UInt8]
        let exitCode: Int32
        let seconds: Double
    }

    static func run(_ tool: String, _ arguments: [String]) throws(ClientError) -> Outcome {
        let path = try Executable.beside(tool)
        let start = Stopwatch()
        var command = quoted(path)
        for argument in arguments { command += " " + quoted(argument) }
        // Safe: popen copies the command; the stream is closed by pclose below.
        guard let stream = unsafe popen("exec " + command, "r") else {
            return Outcome(output: [], exitCode: -1, seconds: 0)
        }
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            // Safe: fread writes at most the buffer's own count.
            let count = unsafe fread(&buffer, 1, buffer.count, stream)
            if count == 0 { break }
            output += buffer[..<count]
        }
        let status = unsafe pclose(stream)
        return Outcome(output: output, exitCode: status >> 8, seconds: start.seconds)
    }

    private static func quoted(_ word: String) -> String {
        "'"
            + word.split(separator: "'", omittingEmptySubsequences: false).joined(
                separator: "'\\''"
            )
            + "'"
    }
}

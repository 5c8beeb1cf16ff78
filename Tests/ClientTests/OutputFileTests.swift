import Client
import Console
import Testing

@Suite struct OutputFileTests {
    @Test func `a file is not overwritten unless that was asked for`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a"
        try OutputFile.write("one", to: path)
        #expect(throws: ClientError.exists(path: path)) { try OutputFile.write("two", to: path) }
        #expect(try InputFile.read(path) == [UInt8]("one".utf8))
        try OutputFile.write("two", to: path, replacing: true)
        #expect(try InputFile.read(path) == [UInt8]("two".utf8))
    }

    @Test func `a place where nothing can be written is known before anything is recorded`()
        throws
    {
        let folder = try TemporaryFolder()
        let (path, none) = (folder.path + "/a", folder.path + "/none/a")
        try OutputFile.check(path)
        #expect(Folder.names(in: folder.path) == [])
        #expect(throws: ClientError.output(path: none, errno: 2)) { try OutputFile.check(none) }
        try OutputFile.write("one", to: path)
        #expect(throws: ClientError.exists(path: path)) { try OutputFile.check(path) }
        #expect(Folder.names(in: folder.path) == ["a"])
        let told = ClientError.output(path: none, errno: 2).phrase
        #expect(told.english.hasSuffix("its folder does not exist"))
    }

    @Test func `nothing half-written is left behind`() throws {
        let folder = try TemporaryFolder()
        try OutputFile.write("one", to: folder.path + "/a")
        _ = try? OutputFile.write("two", to: folder.path + "/a")
        #expect(Folder.names(in: folder.path) == ["a"])
    }

    @Test func `a folder that does not exist is an error that names the file`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/none/a"
        #expect(throws: ClientError.output(path: path, errno: 2)) {
            try OutputFile.write("one", to: path)
        }
    }
}

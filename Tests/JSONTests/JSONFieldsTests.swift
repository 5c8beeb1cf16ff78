import JSON
import Testing

@Suite struct JSONFieldsTests {
    private enum Colour: String { case red, green }

    private let node: JSONValue = [
        "name": "tax", "port": 7101, "validator": true, "peers": ["stat", "bank"],
        "tls": ["depth": 2], "list": [["a": 1]], "colour": "red", "none": .null,
    ]

    @Test func `members are read by name and type`() throws {
        var fields = try JSONFields(node)
        #expect(try fields.string("name") == "tax")
        #expect(try fields.integer("port") == 7101)
        #expect(try fields.boolean("validator"))
        #expect(try fields.strings("peers") == ["stat", "bank"])
        #expect(try fields.choice("colour", Colour.self) == .red)
        #expect(try fields.optionalString("none") == nil)
        #expect(try fields.optionalInteger("absent") == nil)
        var tls = try fields.object("tls")
        #expect(try tls.integer("depth") == 2)
        try tls.finish()
        #expect(try fields.objects("list").count == 1)
        try fields.finish()
    }

    @Test func `a member that nobody read is an error with its path`() throws {
        var fields = try JSONFields(["name": "tax", "pot": 1], at: "nodes[2]")
        _ = try fields.string("name")
        #expect(throws: JSONError.unknown(path: "nodes[2].pot")) { try fields.finish() }
    }

    @Test func `missing and mistyped members are errors with their path`() throws {
        var fields = try JSONFields(node, at: "node")
        #expect(throws: JSONError.missing(path: "node.host")) { try fields.string("host") }
        #expect(throws: JSONError.missing(path: "node.none")) { try fields.string("none") }
        #expect(throws: JSONError.wrongType(path: "node.name", expected: .integer)) {
            try fields.integer("name")
        }
        #expect(throws: JSONError.wrongType(path: "$", expected: .object)) {
            try JSONFields(.null)
        }
        #expect(throws: JSONError.notAllowed(path: "node.name", value: "tax")) {
            try fields.choice("name", Colour.self)
        }
        #expect(JSONError.missing(path: "a").chinese == "缺少 a")
    }
}

import Client
import Console
import Evidence
import Testing

@Suite struct FieldNamesTests {
    @Test func `a field is meant by its name, and by the label that a view shows`() throws {
        var district = try TestDistrict()
        let file = try district.issue("CERT-04").file
        let fields = FieldNames(of: file, genesis: district.genesis)
        let view = try #require(district.view(file).certificate)
        #expect(view.fields.count == fields.names.count)
        for row in view.fields {
            let name = try #require(fields.name(for: row.label.english))
            #expect(fields.names.contains(name))
            #expect(fields.name(for: row.label.chinese) == name)
            #expect(fields.name(for: name) == name)
        }
        #expect(fields.name(for: "holder NAME") == "holder_name")
        for word in ["", "grade", "等级", "holder"] { #expect(fields.name(for: word) == nil) }
    }

    @Test func `without the genesis names and English labels are known`() throws {
        var district = try TestDistrict()
        let fields = FieldNames(of: try district.issue("CERT-04").file, genesis: nil)
        #expect(fields.name(for: "holder_name") == "holder_name")
        #expect(fields.name(for: "Holder name") == "holder_name")
        #expect(fields.name(for: "持证主体") == nil)
    }

    @Test func `a field that the file does not show is not meant by any word`() throws {
        var district = try TestDistrict()
        let file = try district.issue("CERT-04").file.keepingDisclosures(of: ["conclusion"])
        let fields = FieldNames(of: file, genesis: district.genesis)
        #expect(fields.names == ["conclusion"])
        #expect(fields.name(for: "holder_name") == nil && fields.name(for: "Holder name") == nil)
    }

    @Test func `words stand between commas of either width`() {
        let words = FieldNames.words(in: " 持证主体，结论、holder id ,,grade ")
        #expect(words == ["持证主体", "结论", "holder id", "grade"])
    }
}

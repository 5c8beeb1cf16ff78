import COSE
import Catalogue
import Client
import Console
import JSON
import Ledger
import Testing

@Suite struct CertificateExampleTests {
    private let catalogue: Catalogue
    private let examples: JSONValue
    private let members: [Member]

    init() throws {
        catalogue = try Demonstration.catalogue()
        let file = Demonstration.data.path + "/examples/certificates.json"
        examples = try NetworkFolder.document(file)
        members = try Demonstration.data.consortium().members
    }

    @Test func `each of the 20 types has an example that can be issued`() throws {
        let valid = try #require(examples["valid"]?.object)
        #expect(valid.map(\.name) == catalogue.certificateTypes.map(\.code))
        for example in valid {
            let draft = try draft(example.name, example.value)
            #expect(draft.identifier.type == draft.type.typeCode)
            #expect(draft.fields.contains { $0.name == "holder_name" })
            #expect((draft.expiry != nil) == (draft.type.term != nil), "\(example.name)")
        }
    }

    @Test func `each rule has an example that breaks it alone`() throws {
        let violations = try #require(examples["violations"]?.object)
        var rules: Set<String> = []
        for example in violations {
            let code = String(example.name.prefix(7))
            let error = #expect(throws: ClientError.self) { try draft(code, example.value) }
            guard case .fields(_, let findings) = error else {
                Issue.record("\(example.name)")
                continue
            }
            #expect(findings.map(\.rule) == [example.name])
            #expect(error?.code == example.name)
            rules.insert(example.name)
        }
        #expect(
            rules == Set(catalogue.certificateTypes.flatMap { $0.schema.rules.map(\.id) })
        )
    }

    @Test func `a refusal has its own fields, and says in the clear that it is one`() throws {
        let example = try #require(examples["refusals"]?["CERT-02"])
        let draft = try draft("CERT-02", example, isRefusal: true)
        #expect(draft.expiry == nil && draft.notBefore == nil)
        #expect(draft.fields.contains { $0.name == "refusal_reason" })
        #expect(!draft.fields.contains { $0.name == "business_form" })
        let error = #expect(throws: ClientError.self) {
            let members = example.object?.filter { $0.name != "remedy" } ?? []
            _ = try self.draft("CERT-02", .object(members), isRefusal: true)
        }
        #expect(error?.code == "record.missing")
    }

    @Test func `a case is issued once: its number decides the identifier`() throws {
        let number = "11440399900004920C4442049004000202611240007"
        let first = try draft("CERT-04", changed("CERT-04", "case_no", number), nowMs: now)
        let again = try draft("CERT-04", changed("CERT-04", "case_no", number), nowMs: now + 9)
        #expect(first.identifier == again.identifier)
        #expect(first.identifier.serial == "4442049004000202611240007")
    }

    @Test func `what the ledger knows is filled in, and what the officer gave is kept`() throws {
        let form = CertificateForm(
            try #require(catalogue.certificateType("CERT-02")),
            members: try #require(examples["valid"]?["CERT-02"]?.object),
            nowMs: now
        )
        #expect(form.text("holder_name") == form.text("operator_name"))
        #expect(form.text("holder_id") == "9244039930000007XU")
        #expect(form.text("holder_kind") == "6")
        #expect(form.text("matter_code") == form.type.matterCode)
        #expect(form.text("issued_on") == "2026-11-24")
        #expect(form.text("valid_to") == "2031-11-23")
        let early = try changed("CERT-02", "valid_to", "2030-01-01")
        #expect(try draft("CERT-02", early).expiry == CalendarDay("2030-01-01")?.lastSecond)
    }

    @Test func `a number that is not of the type's form is refused`() throws {
        let error = #expect(throws: ClientError.self) {
            try draft("CERT-02", changed("CERT-02", "cert_no", "JY9"))
        }
        #expect(error?.code == "record.pattern")
    }

    @Test func `a term of months ends the day before, also where a month is shorter`() {
        let terms = [
            ("2026-05-01", 60, 0, "2031-04-30"), ("2024-02-29", 12, 0, "2025-02-27"),
            ("2026-11-24", 0, 30, "2026-12-24"), ("2026-01-31", 1, 0, "2026-02-27"),
            ("2026-12-31", 12, 0, "2027-12-30"),
        ]
        for (start, months, days, end) in terms {
            #expect(CalendarDay(start)?.end(ofMonths: months, days: days).text == end)
        }
        #expect(CalendarDay("2026-02-29") == nil && CalendarDay("2026-2-9") == nil)
        #expect(CalendarDay("2026-06-30")?.chinese == "2026年6月30日")
    }

    /// 2026-11-24 14:00:00 in the district.
    private let now: UInt64 = 1_795_500_000_000

    private func changed(_ code: String, _ name: String, _ value: String) throws -> JSONValue {
        let members = try #require(examples["valid"]?[code]?.object)
        return .object(members.filter { $0.name != name } + [JSONMember(name, .string(value))])
    }

    private func draft(
        _ code: String,
        _ example: JSONValue,
        isRefusal: Bool = false,
        nowMs: UInt64? = nil
    ) throws -> CertificateDraft {
        let type = try #require(catalogue.certificateType(code))
        let issuer = try #require(members.first { $0.role == type.issuer })
        return try CertificateDraft(
            type: type,
            members: try #require(example.object),
            issuer: issuer,
            isRefusal: isRefusal,
            nowMs: nowMs ?? now,
            name: code
        )
    }
}

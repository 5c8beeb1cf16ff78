import Catalogue
import Cryptography
import JSON
import Testing

@Suite struct CatalogueTests {
    @Test func `there are 152 categories under unique and dense codes`() throws {
        let catalogue = try GenesisFiles.catalogue.get()
        let groups = Dictionary(grouping: catalogue.categories, by: \.group).mapValues(\.count)
        #expect(groups == ["TAX": 60, "LOAN": 46, "STAT": 46])
        for (group, count) in groups {
            let numbers = catalogue.categories.filter { $0.group == group }
                .map { $0.code.suffix(3) }.compactMap { Int($0) }
            #expect(numbers == Array(1...count))
        }
        #expect(Set(catalogue.categories.map(\.code)).count == 152)
        #expect(catalogue.certificateTypes.count == 20)
        #expect(catalogue.agencies.count == 28)
        #expect(catalogue.category("TAX-029")?.name.chinese == "企业纳税缴款信息")
        #expect(catalogue.category("LOAN-017")?.source == "BANK")
        #expect(catalogue.category("STAT-004")?.ledgerForm == .sealed)
        #expect(catalogue.category("TAX-061") == nil)
    }

    /// Whoever changes the catalogue changes these, and knows that running chains keep the old one.
    @Test func `the digest is the pinned one`() throws {
        let catalogue = try GenesisFiles.catalogue.get()
        #expect(
            catalogue.digest(.p256).hexadecimal
                == "bda73ed696352a0c27a82dd5f04ef8111841c00bc192f33167c803ed0269d080"
        )
        #expect(
            catalogue.digest(.sm2).hexadecimal
                == "77c778ecd527255c5bac8c7cb9be52d690716a44894bdc6becddaf23dfdb5220"
        )
    }

    @Test func `a catalogue can be read again from its canonical bytes`() throws {
        let catalogue = try GenesisFiles.catalogue.get()
        let again = try Catalogue(CatalogueDocument(canonical: catalogue.canonicalBytes))
        #expect(again.canonicalBytes == catalogue.canonicalBytes)
        #expect(again.categories.map(\.code) == catalogue.categories.map(\.code))
        #expect(again.category("TAX-029")?.schema.fields.count == 12)
        #expect(throws: CatalogueError.self) {
            try CatalogueDocument(canonical: catalogue.canonicalBytes.dropLast())
        }
        #expect(throws: CatalogueError.notCanonical) { try CatalogueDocument(canonical: [0xA0]) }
    }

    @Test func `certificate types check against the demonstration's members`() throws {
        let catalogue = try GenesisFiles.catalogue.get()
        let members = try GenesisFiles.json("consortium.json")["members"]?.array ?? []
        #expect(members.count == 28)
        for member in members {
            #expect(CreditCode.verdict(of: member["uscc"]?.string ?? "") == .valid)
            #expect(catalogue.agency(member["role"]?.string ?? "") != nil)
        }
        for type in catalogue.certificateTypes {
            let identifier = try #require(CertificateIdentifier(type.exampleIdentifier))
            #expect(identifier.type == type.typeCode)
            #expect(identifier.issuer == type.issuerCreditCode)
            #expect(identifier.text == type.exampleIdentifier)
            #expect(
                members.contains {
                    $0["role"]?.string == type.issuer && $0["uscc"]?.string == identifier.issuer
                },
                "\(type.code)"
            )
        }
    }

    @Test func `only what the law allows may be read without consent`() throws {
        for category in try GenesisFiles.catalogue.get().categories {
            for role in ["BANK", "GUAR", "CRED"] where category.source != role {
                let right = category.right(ofRole: role)
                #expect(
                    right != .byDefault || category.ledgerForm == .plain,
                    "\(category.code)"
                )
            }
            if category.source != "GOV", !category.defaultReaders.contains("PUB") {
                #expect(
                    category.right(ofRole: "GOV") == .none || category.code == "LOAN-003",
                    "the operator reads consents only: \(category.code)"
                )
            }
        }
        let payment = try #require(try GenesisFiles.catalogue.get().category("TAX-029"))
        #expect(payment.right(ofRole: "TAX") == .source)
        #expect(payment.right(ofRole: "FIN") == .byDefault)
        #expect(payment.right(ofRole: "BANK") == .byConsent)
        #expect(payment.right(ofRole: "AUDIT") == .byInstrument)
        #expect(payment.right(ofRole: "STAT") == .none)
    }

    @Test func `every category says whom it is about`() throws {
        let catalogue = try GenesisFiles.catalogue.get()
        for category in catalogue.categories {
            let subject = try #require(category.schema.subjectField, "\(category.code)")
            #expect(category.schema.fields[subject].isRequired)
            #expect(!category.schema.key.isEmpty)
        }
        let invoice = try #require(catalogue.category("TAX-046")?.schema)
        #expect(invoice.subjectField == invoice.position(of: "issuer_uscc"))
        #expect(invoice.partyFields == [try #require(invoice.position(of: "receiver_uscc"))])
        let total = try #require(catalogue.category("STAT-046")?.schema)
        #expect(total.subjectField == total.position(of: "district_code"))
    }
}

@Suite struct CatalogueLoaderTests {
    @Test func `a category that breaks a sharing rule is refused by that rule`() {
        let breaches: [(SharingRule, [String: String])] = [
            (.restrictedStaysAtTheSource, ["sensitivity": #""restricted""#]),
            (.publicIsPlain, ["default_readers": #"["PUB"]"#]),
            (.banksNeedConsent, ["default_readers": #"["GUAR"]"#]),
            (.instrumentsAreNoConsent, ["consent_readers": #"["COURT"]"#]),
            (.computeHasPredicates, ["ledger_form": #""compute""#]),
        ]
        for (rule, changes) in breaches {
            let error = SmallCatalogue.error { () throws(CatalogueError) in
                try SmallCatalogue.load(changes: changes)
            }
            #expect(error == .sharing(category: "TAX-001", rule))
        }
        #expect(breaches.count == SharingRule.allCases.count)
    }

    @Test(arguments: [
        (["code": #""TAX-1""#], "catalogue.malformedCode"),
        (["source": #""MOON""#], "catalogue.undefined"),
        (["key": #"["nothing"]"#], "catalogue.undefined"),
        (["consent_mode": #""maybe""#], "json.notAllowed"),
        (["frequency": "1"], "json.wrongType"),
        (["frequency": "null"], "json.missing"),
        (["frequency": #""event","colour":"red""#], "json.unknown"),
    ]) func `a malformed category is refused by name`(
        changes: [String: String],
        code: String
    ) {
        let error = SmallCatalogue.error { () throws(CatalogueError) in
            try SmallCatalogue.load(changes: changes)
        }
        #expect(error?.code == code, "\(String(describing: error))")
    }

    @Test(arguments: [
        (#"{"name":"a","label_zh":"a","type":"money"}"#, "json.missing"),
        (
            #"{"name":"a","label_zh":"a","type":"float","required":true}"#,
            "catalogue.field.unknownType"
        ),
        (#"{"name":"a","label_zh":"a","type":"text","required":true}"#, "json.missing"),
        (#"{"name":"a","label_zh":"a","type":"money","required":true,"colour":1}"#, "json.unknown"),
        (
            #"{"name":"a","label_zh":"a","type":"code","required":true,"codelist":"X"}"#,
            "catalogue.undefined"
        ),
        (
            #"{"name":"a","label_zh":"a","type":"code","required":true,"enum":{}}"#,
            "catalogue.field.noCodes"
        ),
        (
            #"{"name":"a","label_zh":"a","type":"text","max_len":5,"required":true,"pattern":"x"}"#,
            "catalogue.pattern"
        ),
        (
            #"{"name":"a","label_zh":"a","type":"decimal","scale":1,"required":true,"max":"1.55"}"#,
            "json.notAllowed"
        ),
        (
            #"{"name":"a","label_zh":"a","type":"money","required":true,"multiple_of":0}"#,
            "json.notAllowed"
        ),
        (
            #"{"name":"a","label_zh":"a","type":"date","required":true},"#
                + #"{"name":"a","label_zh":"a","type":"date","required":true}"#,
            "catalogue.duplicate"
        ),
    ]) func `a malformed field is refused by name`(field: String, code: String) {
        let error = SmallCatalogue.error { () throws(CatalogueError) in
            try SmallCatalogue.load(fields: "[\(field)]", key: "[]")
        }
        #expect(error?.code == code, "\(String(describing: error))")
    }

    @Test func `an optional field cannot be part of the key`() {
        let error = SmallCatalogue.error { () throws(CatalogueError) in
            try SmallCatalogue.load(
                fields: #"[{"name":"a","label_zh":"a","type":"date","required":false}]"#,
                key: #"["a"]"#
            )
        }
        #expect(error == .field("a", .optionalKey))
    }

    @Test func `numbers that are no integers have no canonical form`() {
        let error = SmallCatalogue.error { () throws(CatalogueError) in
            try SmallCatalogue.load(
                fields: #"[{"name":"a","label_zh":"a","type":"money","required":true,"min":1.5}]"#,
                key: "[]"
            )
        }
        #expect(error == .notCanonical)
    }
}

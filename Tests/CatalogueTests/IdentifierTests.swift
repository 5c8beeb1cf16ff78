import Catalogue
import TestSupport
import Testing

@Suite struct IdentifierTests {
    @Test func `credit codes follow GB 32100`() {
        for code in [
            "91350100M000100Y43", "91440399000000019Q", "914403992025000110", "9244039930000007XU",
            "11440399400000122F", "91440399MA0000T79M",
        ] { #expect(CreditCode.verdict(of: code) == .valid, "\(code)") }
        for code in ["91440399000000019R", "914403992052000110", "11440899400000122F"] {
            #expect(CreditCode.verdict(of: code) == .check, "\(code)")
        }
        for code in ["9244039930000007X", "91440399MI0000T79M", "", "91440399000000019q", "税"] {
            #expect(CreditCode.verdict(of: code) == .format, "\(code)")
        }
        #expect(CreditCode.completing("91350100M000100Y4") == "91350100M000100Y43")
        #expect(CreditCode.completing("9135") == nil)
    }

    @Test func `resident numbers follow GB 11643`() {
        for number in [
            "11010519491231002X", "440524188001010014", "440399190001010017",
            "440399190402290064",
        ] { #expect(ResidentNumber.verdict(of: number) == .valid, "\(number)") }
        #expect(ResidentNumber.verdict(of: "440399190001010011") == .check)
        #expect(ResidentNumber.verdict(of: "440399190204300409") == .check)
        #expect(ResidentNumber.verdict(of: "440399190102290038") == .date)
        for number in ["44039919031231005x", "440399190402290", "4403991X0402290064"] {
            #expect(ResidentNumber.verdict(of: number) == .format, "\(number)")
        }
    }

    @Test func `certificate identifiers follow GB-T 36904`() throws {
        for text in [
            "1.2.156.3005.2.11440399900000196U001.11440399900000196U.2025000001.001.X",
            "1.2.156.3005.2.11440399900000196U004.11440399900000196U.WQS20250000002.001.Y",
            "1.2.156.3005.2.11100000MB0143028R001.114403999000002332.91440399000000019.002.0",
            "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
            "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9",
            "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0",
        ] {
            #expect(CertificateIdentifier.verdict(of: text) == .valid, "\(text)")
            #expect(CertificateIdentifier(text)?.text == text)
        }
        let wrongCheck =
            "1.2.156.3005.2.11440399900000196U004.11440399900000196U.WQS20250000002.002.Y"
        #expect(CertificateIdentifier.verdict(of: wrongCheck) == .check)
        #expect(CertificateIdentifier(wrongCheck) == nil)
        for text in [
            "1.2.156.3005.3.11100000MB0143028R001.114403999000002332.91440399000000019.002.0",
            "1.2.156.3005.2.11440399900000196U015.11440399900000196U.44039920250000005.003",
            "1.2.156.3005.2.", "",
        ] { #expect(CertificateIdentifier.verdict(of: text) == .format, "\(text)") }
    }

    private struct Published: Decodable {
        struct Codes: Decodable {
            let valid: [String]
            let invalid: [String]?
        }
        let USCC_GB32100: Codes
        let ID_GB11643: Codes
        let ZZBS_GBT36904: Codes
    }

    @Test(.enabled(if: Vectors.areAvailable))
    func `published identifiers check as their publishers say`() throws {
        let published = try Vectors.decode(Published.self, from: "cn-codes/cn_codes.json")
        for code in published.USCC_GB32100.valid {
            #expect(CreditCode.verdict(of: code) == .valid, "\(code)")
        }
        for code in published.USCC_GB32100.invalid ?? [] {
            #expect(CreditCode.verdict(of: code) != .valid, "\(code)")
        }
        for number in published.ID_GB11643.valid {
            #expect(ResidentNumber.verdict(of: number) == .valid, "\(number)")
        }
        for number in published.ID_GB11643.invalid ?? [] {
            #expect(ResidentNumber.verdict(of: number) != .valid, "\(number)")
        }
        for identifier in published.ZZBS_GBT36904.valid {
            #expect(CertificateIdentifier.verdict(of: identifier) == .valid, "\(identifier)")
        }
    }
}

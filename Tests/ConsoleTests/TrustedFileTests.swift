import Console
import Testing

@Suite struct TrustedFileTests {
    private func places(_ variables: [String: String]) -> [String] {
        TrustedFile.places(of: "genesis.json") { variables[$0] }
    }

    @Test func `the user's own comes before the machine's`() {
        #expect(
            places(["HOME": "/home/li"]) == [
                "/home/li/.config/lianzheng/genesis.json", "/etc/lianzheng/genesis.json",
            ]
        )
        #expect(
            places(["HOME": "/home/li", "XDG_CONFIG_HOME": "/cfg"]) == [
                "/cfg/lianzheng/genesis.json", "/etc/lianzheng/genesis.json",
            ]
        )
        #expect(places([:]) == ["/etc/lianzheng/genesis.json"])
    }

    @Test func `no place depends on the folder one happens to be in`() {
        for folder in ["", ".", "downloads", "~"] {
            let found = places(["HOME": folder, "XDG_CONFIG_HOME": folder])
            #expect(found == ["/etc/lianzheng/genesis.json"])
        }
    }
}

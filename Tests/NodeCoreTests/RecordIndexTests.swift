import NodeCore
import Testing

@Suite struct RecordIndexTests {
    private func tag(_ name: String) -> SubjectTag { SubjectTag(name.utf8) }

    private func index() -> RecordIndex {
        var index = RecordIndex()
        index.append(leafIndex: 10, category: "TAX-001", subjects: [tag("A"), tag("B"), tag("A")])
        index.append(leafIndex: 11, category: "LOAN-001", subjects: [tag("A")])
        index.append(leafIndex: 12, category: "TAX-001", subjects: [tag("B")])
        return index
    }

    private func shown(_ places: [RecordIndex.Place]) -> [String] {
        places.map { "\($0.leafIndex).\($0.recordIndex)" }
    }

    @Test func `a subject's records are found across categories, oldest first`() {
        let places = index().places(ofSubject: tag("A"), skip: 0, limit: 10)
        #expect(shown(places) == ["10.0", "10.2", "11.0"])
    }

    @Test func `a category's records are found across batches, oldest first`() {
        let places = index().places(ofCategory: "TAX-001", skip: 0, limit: 10)
        #expect(shown(places) == ["10.0", "10.1", "10.2", "12.0"])
    }

    @Test func `pages follow each other without gap or repetition`() {
        let index = index()
        let whole = index.places(ofCategory: "TAX-001", skip: 0, limit: 10)
        for size in 1...4 {
            var paged: [RecordIndex.Place] = []
            while true {
                let page = index.places(ofCategory: "TAX-001", skip: paged.count, limit: size)
                if page.isEmpty { break }
                paged += page
            }
            #expect(paged == whole)
        }
        #expect(shown(index.places(ofSubject: tag("A"), skip: 1, limit: 1)) == ["10.2"])
    }

    @Test func `who has no records is found nowhere`() {
        #expect(index().places(ofSubject: tag("C"), skip: 0, limit: 10).isEmpty)
        #expect(index().places(ofCategory: "STAT-001", skip: 0, limit: 10).isEmpty)
    }
}

import JSON

extension Catalogue {
    /// Understands rows by themselves, with the roles and code lists of this catalogue.
    ///
    /// It says whether a row is sound before anybody decides on it. Each text is the JSON of one
    /// row of a file of the Genesis folder.
    package func understanding(
        categories: [String],
        certificateTypes: [String]
    ) throws(CatalogueError) -> Catalogue {
        try Catalogue(
            CatalogueDocument(canonical: canonicalBytes).containing(
                categories: try Self.rows(categories),
                certificateTypes: try Self.rows(certificateTypes)
            )
        )
    }

    /// The catalogue with rows put in the place of those of the same code, or appended.
    ///
    /// Categories never change their positions.
    package func revised(
        categories: [String],
        certificateTypes: [String]
    ) throws(CatalogueError) -> Catalogue {
        let document = try CatalogueDocument(canonical: canonicalBytes)
        return try Catalogue(
            document.containing(
                categories: Self.put(try Self.rows(categories), into: document.categories),
                certificateTypes: Self.put(
                    try Self.rows(certificateTypes),
                    into: document.certificates["types"]?.array ?? []
                )
            )
        )
    }

    private static func rows(_ texts: [String]) throws(CatalogueError) -> [JSONValue] {
        var rows: [JSONValue] = []
        for text in texts {
            do throws(JSONError) { rows.append(try JSONValue(parsing: Array(text.utf8))) } catch {
                throw .json(file: "row", error)
            }
        }
        return rows
    }

    private static func put(_ rows: [JSONValue], into all: [JSONValue]) -> [JSONValue] {
        var all = all
        for row in rows {
            let code = row["code"]?.string
            if let index = all.firstIndex(where: { $0["code"]?.string == code }) {
                all[index] = row
            } else {
                all.append(row)
            }
        }
        return all
    }
}

extension CatalogueDocument {
    /// The document with other rows and the same roles, code lists and types of matter.
    fileprivate func containing(
        categories: [JSONValue],
        certificateTypes: [JSONValue]
    ) -> CatalogueDocument {
        let certificates = (certificates.object ?? []).map { member in
            member.name == "types" ? JSONMember("types", .array(certificateTypes)) : member
        }
        return CatalogueDocument(
            agencies: agencies,
            codeLists: codeLists,
            categories: categories,
            certificates: .object(certificates)
        )
    }
}

extension SeededGenerator {
    /// A copy with one to four bits flipped or bytes replaced, cut, doubled or inserted.
    package mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var mutant = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            let place = Int.random(in: 0...mutant.count, using: &self)
            switch Int.random(in: 0..<6, using: &self) {
            case 0 where place < mutant.count:
                mutant[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 1 where place < mutant.count:
                mutant[place] = UInt8.random(in: .min ... .max, using: &self)
            case 2 where place < mutant.count:
                mutant.remove(at: place)
            case 3:
                mutant.removeLast(mutant.count - place)
            case 4:
                let end = min(mutant.count, place + Int.random(in: 0...16, using: &self))
                mutant.insert(contentsOf: mutant[place..<end], at: place)
            default:
                mutant.insert(UInt8.random(in: .min ... .max, using: &self), at: place)
            }
        }
        return mutant
    }
}

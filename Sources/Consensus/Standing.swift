package import CBOR

/// A validator that lost its journal asks how far its votes may have gone.
///
/// Wire form: `[epoch, question]`.
package struct StandingRequest: Hashable, Sendable {
    /// The epoch it is in.
    package let epoch: UInt64
    /// A number that no earlier life asked with, so that an old answer is not taken for one to it.
    package let question: UInt64

    /// Asks in an epoch.
    package init(epoch: UInt64, question: UInt64) {
        self.epoch = epoch
        self.question = question
    }

    /// Appends the wire form.
    package func encode(into writer: inout CBORWriter) {
        writer.array(2)
        writer.unsigned(epoch)
        writer.unsigned(question)
    }

    /// Reads a request.
    package init(from reader: inout CBORReader) throws(ConsensusError) {
        do {
            try reader.array(count: 2)
            epoch = try reader.unsigned()
            question = try reader.unsigned()
        } catch { throw .encoding(error) }
    }
}

/// A voting validator's answer to a ``StandingRequest``.
///
/// Wire form: `[epoch, question, view, floor]`.
package struct Standing: Hashable, Sendable {
    /// The epoch the validator is in.
    package let epoch: UInt64
    /// The question it answers.
    package let question: UInt64
    /// The view it is in.
    package let view: UInt64
    /// It never votes at this view or below.
    ///
    /// Above the view after a loss of its own: it may have been that far in an earlier life.
    package let floor: UInt64

    /// Answers a question.
    package init(epoch: UInt64, question: UInt64, view: UInt64, floor: UInt64) {
        self.epoch = epoch
        self.question = question
        self.view = view
        self.floor = floor
    }

    /// How far the validator may ever have been.
    var reach: UInt64 { max(view, floor) }

    /// Appends the wire form.
    package func encode(into writer: inout CBORWriter) {
        writer.array(4)
        writer.unsigned(epoch)
        writer.unsigned(question)
        writer.unsigned(view)
        writer.unsigned(floor)
    }

    /// Reads an answer.
    package init(from reader: inout CBORReader) throws(ConsensusError) {
        do {
            try reader.array(count: 4)
            epoch = try reader.unsigned()
            question = try reader.unsigned()
            view = try reader.unsigned()
            floor = try reader.unsigned()
        } catch { throw .encoding(error) }
    }
}

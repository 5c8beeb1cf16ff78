#!/usr/bin/env python3
"""Checks a certificate file with nothing of ours but this page.

    check.py FILE GENESIS

COSE signatures are verified by pycose, the statement and RFC 9942 receipts by scitt-cose, CBOR is read by
cbor2; on an sm2 ledger the openssl command verifies signatures. Trust begins with the genesis file alone.
"""
import base64, functools, hashlib, json, subprocess, sys, tempfile
import cbor2, scitt_cose
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from pycose.keys import EC2Key
from pycose.messages import Sign1Message

STATUSES = {0: "valid", 1: "revoked", 2: "suspended", 3: "superseded", 4: "forfeited", 5: "cancelled"}
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
SPKI = {  # what stands before the 65 bytes of a point in a SubjectPublicKeyInfo
    "p256": bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200"),
    "sm2": bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200"),
}


class Refused(Exception):
    pass


def need(condition, what):
    if not condition:
        raise Refused(what)


class Suite:
    """The two sets of algorithms: digests by Python, signatures by pycose or openssl."""

    def __init__(self, name):
        self.name, self.hash = name, {"p256": "sha256", "sm2": "sm3"}[name]
        self.algorithm = {"p256": -7, "sm2": -70010}[name]

    def digest(self, data):
        return hashlib.new(self.hash, data).digest()

    def kid(self, key):
        return self.digest(SPKI[self.name] + key)

    def pem(self, key):
        text = base64.encodebytes(SPKI[self.name] + key).decode()
        return f"-----BEGIN PUBLIC KEY-----\n{text}-----END PUBLIC KEY-----\n"

    @functools.lru_cache(maxsize=None)
    def signed(self, key, protected, payload, signature):
        """Whether a key signed a COSE_Sign1 with this protected header and this (detached) payload."""
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        if len(signature) != 64:
            return False
        if self.name == "sm2":
            tbs = cbor2.dumps(["Signature1", protected, b"", payload])
            return openssl_verifies(self.pem(key), tbs, encode_dss_signature(r, s))
        if not 0 < r < P256_ORDER or not 0 < s <= P256_ORDER // 2:  # the ledger admits the lower s only
            return False
        message = Sign1Message.decode(cbor2.dumps(cbor2.CBORTag(18, [protected, {}, None, signature])))
        message.key = EC2Key(crv="P_256", x=key[1:33], y=key[33:])
        return message.verify_signature(detached_payload=payload)


def openssl_verifies(pem, data, signature):
    with tempfile.TemporaryDirectory() as folder:
        names = [f"{folder}/{name}" for name in ("key.pem", "data", "signature")]
        for name, content in zip(names, (pem.encode(), data, signature)):
            with open(name, "wb") as file:
                file.write(content)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", names[0], "-in", names[1],
                   "-sigfile", names[2], "-rawin", "-digest", "sm3",
                   "-pkeyopt", "distid:1234567812345678"]
        return subprocess.run(command, capture_output=True).returncode == 0


def root(suite, leaf, index, size, path):
    """Where a path leads to (RFC 9162, 2.1.3.2)."""
    need(index < size, "a leaf outside its tree")
    node, last, top = index, size - 1, suite.digest(b"\x00" + leaf)
    for sibling in path:
        need(last > 0, "a path that is too long")
        if node & 1 or node == last:
            top = suite.digest(b"\x01" + sibling + top)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            top = suite.digest(b"\x01" + top + sibling)
        node, last = node >> 1, last >> 1
    need(last == 0, "a path that is too short")
    return top


class Header:
    """A block header, and the names of what is used of its fourteen items."""

    def __init__(self, encoded, suite):
        self.encoded, self.hash, items = encoded, suite.digest(encoded), cbor2.loads(encoded)
        (self.version, self.chain, self.epoch, self.height, self.view, _, self.time, _, self.size,
         self.root, self.status_root, _, self.validators, self.next_validators) = items


class Checker:
    def __init__(self, genesis):
        self.genesis = json.loads(genesis)
        self.suite = Suite(self.genesis["suite"])
        self.chain = self.suite.digest(genesis)
        self.members = {member["code"]: member for member in self.genesis["members"]}

    def member(self, code, statements=()):
        """The code, role and credit code of a member: of the genesis, or of a proposal in the file."""
        if code in self.members:
            return code, self.members[code]["role"], self.members[code]["uscc"]
        for encoded, _ in statements:
            kind, content = self.content(encoded)
            for change in content[0] if kind == "application/lianzheng-proposal" else []:
                if change[0] == 1 and change[1][0] == code:
                    return code, change[1][1], change[1][4]
        raise Refused("a member that nobody admitted")

    def issuer(self, code, statements=()):
        return "urn:uscc:" + self.member(code, statements)[2]

    def check(self, data):
        """Raises Refused, or tells what the file says; anything else raised means it cannot be read."""
        suite, file = self.suite, cbor2.loads(data)
        need(isinstance(file, cbor2.CBORTag) and file.tag == 18, "no COSE_Sign1")
        protected, unprotected, payload, signature = file.value
        header, claims = cbor2.loads(protected), cbor2.loads(payload)
        evidence = unprotected[-70002]
        need(header[-70000] == self.chain, "another ledger")
        need(header[16] == "application/lianzheng-certificate", "no certificate")
        draft = self.draft(header)
        written = draft[1][15] if draft else header[15]  # the content is as old as the draft
        need([header[15][1], header[15][2], written[6]] == [claims[label] for label in (1, 2, 6)],
             "header and claims differ")

        # Who decided, from the genesis to the last change of validators.
        epochs = self.follow(evidence.get(6, []))
        recorded = self.final(evidence[1], epochs)
        newer = self.final(evidence[3], epochs)
        need(newer.encoded == recorded.encoded
             or newer.height > recorded.height and newer.time > recorded.time and newer.size >= recorded.size,
             "two histories")
        need(newer.epoch > recorded.epoch or recorded.validators == recorded.next_validators
             or newer.encoded == recorded.encoded, "a block after the end of its epoch")

        # What the ledger recorded is the statement with an empty unprotected header.
        bare = b"\xd2\x84" + cbor2.dumps(protected) + b"\xa0" + cbor2.dumps(payload) + cbor2.dumps(signature)
        size, index, path = evidence[2]
        need(size == recorded.size, "a tree size that nobody signed")
        need(root(suite, suite.digest(bare), index, size, path) == recorded.root, "not on the ledger")

        # Who signed, and by what right.
        key, member = self.authority(header, draft, claims, evidence, recorded, index)
        need(header[1] == suite.algorithm, "another algorithm")
        need(suite.signed(key, protected, payload, signature), "not the issuer's signature")
        if suite.name == "p256":
            parsed = scitt_cose.parse_signed_statement(bare, public_key_pem=suite.pem(key))
            need(parsed["signature_verified"] is True, "not the issuer's signature (scitt-cose)")
        if draft:
            officer, _ = self.right(draft[1][4], index, evidence.get(7, []))
            need(suite.signed(officer[1], draft[0], payload, draft[2]), "not the officer's signature")
        self.receipts(unprotected.get(394, []), bare, recorded, epochs)

        digests = list(claims[cbor2.CBORSimpleValue(59)])
        for disclosure in unprotected[17]:
            digest = suite.digest(cbor2.dumps(disclosure))
            need(digest in digests, "a field that was not signed")
            digests.remove(digest)

        status = self.status(evidence, newer, index)
        self.event(evidence.get(8), newer, index, suite.digest(bare), status)
        need(STATUSES.get(status) == "valid", STATUSES.get(status, "no status"))
        return {"identifier": header[15][2], "issuer": member, "height": recorded.height, "entry": index,
                "status": STATUSES[status], "as of": newer.height, "hops": len(epochs) - 1,
                "persons": 2 if draft else 1,
                "fields": {field[2]: field[1] for field in map(cbor2.loads, unprotected[17])}}

    def draft(self, header):
        """The officer's half of what two persons sign, over the same payload: header bytes, header, signature."""
        if -70003 not in header:
            return None
        protected, unprotected, payload, signature = cbor2.loads(header[-70003]).value
        draft = cbor2.loads(protected)
        need(payload is None and not unprotected and len(draft) == 5, "no draft")
        need(draft[16] == "application/lianzheng-draft", "a draft of another kind")
        need((draft[1], draft[-70000]) == (header[1], self.chain), "a draft for another ledger")
        need([draft[15][label] for label in (1, 2)] == [header[15][label] for label in (1, 2)],
             "a draft of something else")
        need(0 <= header[15][6] - draft[15][6] <= 30 * 86400, "a draft of another time")
        need(draft[4] != header[4], "a key that approves its own draft")
        return protected, draft, signature

    def follow(self, hops):
        nodes = [node for node in self.genesis["nodes"] if "voteKey" in node]
        first = cbor2.dumps([0, [[self.issuer(node["member"]), bytes.fromhex(node["voteKey"]),
                                  bytes.fromhex(node["transportKey"]), node["name"]] for node in nodes]])
        epochs = [{"set": first, "from": 1, "to": 2**64 - 1}]
        for header, finalization, successors in hops:
            last = self.final([header, finalization], epochs)
            need(last.epoch == len(epochs) - 1 and last.validators != last.next_validators, "no boundary")
            if not successors:  # the same validators in the next epoch
                successors = cbor2.dumps([len(epochs), cbor2.loads(epochs[-1]["set"])[1]])
            need(self.suite.digest(successors) == last.next_validators, "other validators than named")
            need(cbor2.loads(successors)[0] == len(epochs) and cbor2.loads(successors)[1], "a wrong epoch")
            need(last.height < 2**64 - 1, "no height after it")
            epochs[-1].update(to=last.height, boundary=header)
            epochs.append({"set": successors, "from": last.height + 1, "to": 2**64 - 1})
        return epochs

    def final(self, anchor, epochs):
        """The header of a block that a quorum of its epoch's validators finalized."""
        header = Header(anchor[0], self.suite)
        need(header.chain == self.chain and header.version == 1, "a block of another ledger")
        need(header.epoch < len(epochs), "an epoch that the file does not lead to")
        epoch = epochs[header.epoch]
        need(epoch["from"] <= header.height <= epoch["to"], "a height outside its epoch")
        need(header.validators == self.suite.digest(epoch["set"]), "other validators")
        keys = [validator[1] for validator in cbor2.loads(epoch["set"])[1]]
        finalization = cbor2.loads(anchor[1])
        need(finalization[0] == header.epoch and finalization[1] >= header.view, "votes of another view")
        need(finalization[2] == "finalize" and finalization[3] == header.hash, "votes for something else")
        bitmap, signatures = finalization[4], finalization[5]
        bits = [bitmap[place // 8] >> (7 - place % 8) & 1 for place in range(8 * len(bitmap))]
        signers = [place for place, bit in enumerate(bits) if bit]
        need(len(bitmap) == (len(keys) + 7) // 8 and all(place < len(keys) for place in signers),
             "a bitmap for others")
        need(len(signers) == len(signatures), "signatures without signers")
        need(len(signers) >= len(keys) - (len(keys) - 1) // 3, "not enough votes")
        protected = self.vote(header, finalization[1])
        for signer, signature in zip(signers, signatures):
            need(self.suite.signed(keys[signer], protected, header.root, signature), "not a validator's vote")
        need(header.height != epoch["to"] or header.encoded == epoch["boundary"], "two histories")
        epoch["votes"] = {**epoch.get("votes", {}), header.hash: (protected, keys, signers)}
        return header

    def vote(self, header, view):
        """The protected header of a finalize vote, which is that of an RFC 9942 receipt."""
        claims = {1: "urn:lianzheng:" + self.chain.hex(), 2: f"block/{header.height}", 6: header.time // 1000}
        structure = {"p256": 1, "sm2": -70013}[self.suite.name]
        return cbor2.dumps({1: self.suite.algorithm, 15: claims, 395: structure,
                            -70001: [header.epoch, view, "finalize", header.hash]})

    def authority(self, header, draft, claims, evidence, recorded, before):
        """The signer's key, and the member that gave it the right, all the way from the genesis."""
        suite, statements, used = self.suite, evidence.get(7, []), []
        role, two, adoption = self.issuing(claims, statements)
        need(draft or not two, "one person's signature where the type takes two")
        pending = [adoption]
        for name in [draft[1][4], header[4]] if draft else [header[4]]:
            right, source = self.right(name, before, statements)
            need(len(right) == 4, "a founding key that signs a certificate")
            self.entitled(header, right, statements)
            need(self.member(right[0], statements)[1] == role, "not the source of this type")
            need("*" in right[2][1] or claims[-70101] in right[2][1], "a key for other types")
            pending.append(source)
        pending = [place for place in pending if place is not None]
        while pending:
            place = pending.pop()
            if place in used:
                continue
            used.append(place)
            encoded, (size, index, path) = statements[place]
            protected, _, payload, signature = cbor2.loads(encoded).value
            given, content = cbor2.loads(protected), cbor2.loads(payload)
            need(size == recorded.size and index < before, "a grant that came later")
            need(root(suite, suite.digest(encoded), index, size, path) == recorded.root, "an unrecorded grant")
            need(given[-70000] == self.chain, "a grant for another ledger")
            giver, source = self.right(given[4], index, statements)
            need(giver[2][2] is True, "a grant by who may not give it")
            founding = len(giver) > 4  # a key that a member was admitted with signs its own grant alone
            if given[16] == "application/lianzheng-grant":
                need(content[0] == giver[0], "a grant for another member")
                need(not founding or content[1] == giver[1], "a founding key that grants another")
            else:
                need(not founding, "a founding key that proposes")
            need(suite.signed(giver[1], protected, payload, signature), "not the granter's signature")
            self.entitled(given, giver, statements)
            if source is not None:
                pending.append(source)
        need(len(used) == len(statements), "statements that lead nowhere")
        return right[1], right[0]

    def entitled(self, header, right, statements):
        need(header[15][1] == self.issuer(right[0], statements), "a key of another member")
        need(right[3] is None or header[15][6] * 1000 < right[3], "a grant that had ended")

    def right(self, kid, before, statements):
        """What a key may do at a place on the ledger, and which statement says so (None: the genesis).

        That a proposal was adopted needs no ballots here: nothing is recorded by who was not admitted."""
        for grant in self.genesis["grants"]:
            key = bytes.fromhex(grant["key"])
            if self.suite.kid(key) == kid:
                scope = [grant["scope"][name] for name in ("categories", "certificates", "administration")]
                return [grant["member"], key, scope, grant.get("notAfterMs")], None
        rights = []
        for place, (encoded, proof) in enumerate(statements):
            kind, content = self.content(encoded)
            if kind == "application/lianzheng-grant":
                rights.append((0, place, proof[1], content))
            for change in content[0] if kind == "application/lianzheng-proposal" else []:
                if change[0] == 1:  # admits a member with a founding key
                    right = [change[1][0], change[2], [[], [], True], None, "founding"]
                    rights.append((1, place, proof[1], right))
        found = [(order, place, right) for order, place, index, right in rights
                 if index < before and self.suite.kid(right[1]) == kid]
        need(found, "a key that nobody granted")
        _, place, right = min(found, key=lambda item: item[:2])
        return right, place

    def content(self, statement):
        protected, _, payload, _ = cbor2.loads(statement).value
        return cbor2.loads(protected)[16], cbor2.loads(payload)

    def issuing(self, claims, statements):
        """Whose members issue this type, whether two persons do, and what adopted it (None: the genesis)."""
        kinds = {kind["code"]: kind for kind in self.genesis["certificateTypes"]}
        code, version = claims[-70101], claims.get(-70104, 1)
        if version > 1 or code not in kinds:
            for place, (encoded, _) in enumerate(statements):
                kind, content = self.content(encoded)
                for change in content[0] if kind == "application/lianzheng-proposal" else []:
                    if change[0] == 8 and change[1:3] == [code, version]:
                        row = json.loads(change[3])
                        return row["issuer"], row.get("two_persons", False), place
        need(code in kinds, "a type that nobody adopted")
        # What a later version asks, a file without its proposal does not say: the ledger asked it.
        return kinds[code]["issuerRole"], version == 1 and kinds[code].get("twoPersons", False), None

    def receipts(self, receipts, bare, recorded, epochs):
        """Receipts are the votes of the recording block in the form of RFC 9942, one each."""
        protected, keys, signers = epochs[recorded.epoch]["votes"][recorded.hash]
        for receipt in receipts:
            parts = cbor2.loads(receipt).value
            key = {self.suite.kid(keys[signer]): keys[signer] for signer in signers}.get(parts[1][4])
            need(key is not None and parts[0] == protected, "a receipt of another block")
            size, index, path = cbor2.loads(parts[1][396][-1][0])
            entry = self.suite.digest(bare)
            need(size == recorded.size, "a receipt of another tree")  # RFC 9942 signs no tree size
            need(root(self.suite, entry, index, size, path) == recorded.root, "a receipt of another entry")
            need(self.suite.signed(key, parts[0], recorded.root, parts[3]), "not a validator's receipt")
            if self.suite.name == "p256":
                result = scitt_cose.verify_receipt(receipt, leaf_entry_hex=entry.hex(),
                                                   log_public_key_pem=self.suite.pem(key))
                need(result.ok and result.root == recorded.root.hex(), "not a receipt (scitt-cose)")

    def status(self, evidence, newer, index):
        """Four bits for each entry, 512 entries a chunk; which chunk it is follows from the signed size."""
        need(self.suite.digest(evidence[5]) == newer.validators, "other validators than the status block's")
        chunk, count, place, path = evidence[4]
        need(count == -(-newer.size // 512) and place == index // 512, "another chunk")
        need(root(self.suite, chunk, place, count, path) == newer.status_root, "another status tree")
        return chunk[index % 512 // 2] >> 4 * (index % 2) & 15

    def event(self, event, newer, index, entry, status):
        """The statement that gave the status its value, if the file has it."""
        if event is None:
            return
        statement, (size, place, path) = cbor2.loads(event[0]).value, event[1]
        need(size == newer.size, "a tree size that nobody signed")
        need(root(self.suite, self.suite.digest(event[0]), place, size, path) == newer.root, "no such event")
        header, content = cbor2.loads(statement[0]), cbor2.loads(statement[2])
        if header[16] == "application/lianzheng-status":
            need(content[:3] == [index, entry, status], "an event of something else")
        else:
            need(content.get(-70102) == index and status == 3, "an event of something else")


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as file, open(sys.argv[2], "rb") as genesis:
        try:
            for name, value in Checker(genesis.read()).check(file.read()).items():
                print(f"{name}: {value}")
        except Refused as reason:
            sys.exit(f"refused: {reason}")

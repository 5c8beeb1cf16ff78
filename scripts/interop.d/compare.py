#!/usr/bin/env python3
"""Runs check.py over a corpus, and fails where it accepts what must be refused, or refuses what is good.

    compare.py FOLDER...      folders of scripts/corpus: genesis.json, manifest.json, *.cose

A file whose fault is a matter of keys and digests must be refused. A file that is only unreadable for a
strict reader, too old, or expired may pass: those are counted.
"""
import collections, json, pathlib, sys
import check


def outcome(checker, data):
    try:
        checker.check(data)
        return "accepted", ""
    except check.Refused as reason:
        return "refused", str(reason)
    except RecursionError:
        return "unreadable", "nested too deep"
    except Exception as error:  # whatever cbor2 and friends say about bytes that are no file
        return "unreadable", f"{type(error).__name__}: {error}"


disagreements, files = [], 0
for folder in map(pathlib.Path, sys.argv[1:]):
    manifest = json.loads((folder / "manifest.json").read_text())
    checker = check.Checker((folder / "genesis.json").read_bytes())
    table = collections.defaultdict(collections.Counter)
    for entry in manifest["files"]:
        found, why = outcome(checker, (folder / entry["file"]).read_bytes())
        table[entry["reason"] or "valid", entry["cryptographic"]][found] += 1
        wrong = found != "accepted" if entry["conclusion"] == "valid" else (
            entry["cryptographic"] and found == "accepted")
        if wrong:
            disagreements.append(f"{folder / entry['file']}: {entry['reason']}, and here {found} {why}")
        files += 1
    print(f"{folder.name}  {'verdict of ours':24}{'must refuse':>12}{'accepted':>10}{'refused':>10}{'unreadable':>12}")
    for (reason, cryptographic), counts in sorted(table.items()):
        row = "".join(f"{counts[name]:>{width}}" for name, width in
                      (("accepted", 10), ("refused", 10), ("unreadable", 12)))
        print(f"{'':{len(folder.name)}}  {reason:24}{'yes' if cryptographic else '':>12}{row}")
for line in disagreements:
    print("disagreement:", line, file=sys.stderr)
print(f"{files} files, {len(disagreements)} disagreements")
sys.exit(bool(disagreements))

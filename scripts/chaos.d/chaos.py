"""Faults on a network of real processes, chosen by a seed, and what must hold afterwards.

Every link between two nodes goes through a forwarder of this process, which can cut it or slow it down;
that needs neither root nor network namespaces. A full disk needs root: the home of one node lies on a small tmpfs.
"""
import argparse
import asyncio
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time


class Links:
    """One forwarder for each node and peer: the node dials it, it dials the peer."""

    def __init__(self):
        self.state = {}  # frozenset of two names: "open", "cut" or "slow"
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def add(self, node, peer, port, target):
        pair = frozenset((node, peer))
        self.state[pair] = "open"
        serve = asyncio.start_server(lambda r, w: self.join(pair, target, r, w), "127.0.0.1", port)
        asyncio.run_coroutine_threadsafe(serve, self.loop).result(10)

    async def join(self, pair, target, reader, writer):
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", target)
        except OSError:
            return writer.close()
        await asyncio.gather(self.pump(pair, reader, far_writer), self.pump(pair, far_reader, writer))

    async def pump(self, pair, reader, writer):
        try:
            while data := await reader.read(1 << 16):
                while self.state[pair] == "cut":
                    await asyncio.sleep(0.05)
                if self.state[pair] == "slow":
                    await asyncio.sleep(0.15 + len(data) / 500_000)
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()

    def set(self, state, names):
        for pair in self.state:
            if pair & set(names):
                self.state[pair] = state


class Network:
    """The nodes as processes, their homes and what is measured of them."""

    def __init__(self, options):
        self.options = options
        self.dir = options.dir
        self.tools = options.bin
        self.links = Links()
        self.nodes = {}  # name: running process, or None
        self.peak = {}  # name: [resident kB, descriptors]
        self.problems = []
        self.small = None  # the node whose home is a small file system

    def tool(self, name, *words, seconds=60):
        command = [f"{self.tools}/{name}", *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=seconds * self.options.patience)

    def wait(self, seconds, *words):
        """Waits until all nodes are ready."""
        limit = str(seconds * self.options.patience)
        return self.lianzheng("network", "wait", *words, "--seconds", limit, seconds=seconds + 30)

    def lianzheng(self, *words, seconds=30):
        return self.tool("lianzheng", *words, "--dir", self.dir, "--json", seconds=seconds)

    def home(self, name):
        return f"{self.dir}/nodes/{name}"

    def make(self, first_port):
        made = self.tool("lianzheng", "network", "init", "--dir", self.dir, "--first-port", str(first_port),
                         "--nodes", str(self.options.nodes))
        if made.returncode:
            sys.exit(made.stderr)
        os.mkdir(f"{self.dir}/traces")
        names = sorted(os.listdir(f"{self.dir}/nodes"))
        homes = {name: json.load(open(f"{self.home(name)}/node.json")) for name in names}
        port = first_port + 100
        for name, home in homes.items():
            for peer in home["peers"]:
                self.links.add(name, peer["name"], port, homes[peer["name"]]["peerPort"])
                peer["port"] = port
                port += 1
            self.configure(name, home)
        if os.geteuid() == 0:
            self.shrink(sorted(name for name in names if name != "audit")[-1])

    def configure(self, name, home):
        home["traceFile"] = f"{self.dir}/traces/{name}.jsonl"
        home["testClockFile"] = f"{self.dir}/traces/{name}.clock"
        json.dump(home, open(f"{self.home(name)}/node.json", "w"), indent=1)
        self.nodes[name] = None
        self.peak[name] = [0, 0]

    def shrink(self, name):
        """Moves a home onto a disk of 400 MiB, of which a node leaves 256 MiB unused."""
        home = self.home(name)
        os.rename(home, home + ".big")
        os.mkdir(home)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400m", "none", home]).returncode == 0:
            self.small = name
            shutil.copytree(home + ".big", home, dirs_exist_ok=True)
            shutil.rmtree(home + ".big")
        else:
            os.rmdir(home)
            os.rename(home + ".big", home)

    def start(self, name):
        log = open(f"{self.home(name)}/node.log", "ab")
        self.nodes[name] = subprocess.Popen([f"{self.tools}/lianzheng-node", "run", "--home", self.home(name)],
                                            stderr=log, stdout=log, stdin=subprocess.DEVNULL)
        with open(f"{self.home(name)}/node.pid", "w") as file:
            file.write(str(self.nodes[name].pid))

    def signal(self, name, number):
        if self.nodes[name]:
            self.nodes[name].send_signal(number)

    def end(self, name, number):
        """Ends a process that is expected to run, and says when it had ended by itself."""
        process, self.nodes[name] = self.nodes[name], None
        if process is None:
            return
        if process.poll() is not None:
            self.problems.append(f"{name} ended by itself with {process.returncode}")
            return
        process.send_signal(number)
        try:
            code = process.wait(60 * self.options.patience)
        except subprocess.TimeoutExpired:
            process.kill()
            code = "no end within 60 s"
        if number == signal.SIGTERM and code != 0:
            self.problems.append(f"{name} answered SIGTERM with {code}")

    def measure(self):
        for name, process in self.nodes.items():
            try:
                resident = int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{process.pid}/status").read())[1])
                descriptors = len(os.listdir(f"/proc/{process.pid}/fd"))
            except (AttributeError, OSError, TypeError):
                continue
            self.peak[name] = [max(self.peak[name][0], resident), max(self.peak[name][1], descriptors)]

    def clean(self):
        for process in self.nodes.values():
            if process and process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
                process.wait()
        if self.small:
            kept = self.home(self.small)
            shutil.copytree(kept, kept + ".kept", ignore=shutil.ignore_patterns("filler"))
            subprocess.run(["umount", kept])
            os.rmdir(kept)
            os.rename(kept + ".kept", kept)
            self.small = None


class Client(threading.Thread):
    """Submits new records all the while, each once, and keeps what was acknowledged."""

    def __init__(self, network, number):
        super().__init__(daemon=True)
        self.network, self.number = network, number
        self.acknowledged, self.unknown = [], []
        self.draw = random.Random(f"{network.options.seed} client {number}")
        self.is_over = False
        lines = open(f"{network.dir}/input/TAX.jsonl")
        self.template = next(json.loads(line) for line in lines if '"TAX-001"' in line)

    @staticmethod
    def code(number):
        """A credit code with its check character (GB 32100)."""
        digits, text = "0123456789ABCDEFGHJKLMNPQRTUWXY", f"91440399{number:09d}"
        rest = sum(digits.index(c) * pow(3, i, 31) for i, c in enumerate(text)) % 31
        return text + digits[(31 - rest) % 31]

    def run(self):
        next_number = 100_000_000 * (self.number + 1)
        path = f"{self.network.dir}/input/chaos-{self.number}.jsonl"
        while not self.is_over:
            codes = [self.code(next_number + i) for i in range(self.draw.randint(1, 5))]
            next_number += len(codes)
            with open(path, "w") as file:
                for code in codes:
                    self.template["record"]["uscc"] = code
                    file.write(json.dumps(self.template, ensure_ascii=False) + "\n")
            self.submit(path, codes)
            time.sleep(0.1)

    def submit(self, path, codes):
        node = self.draw.choice(sorted(self.network.nodes))
        try:
            answer = self.network.lianzheng("submit", path, "--as", "TAX", "--node", node, seconds=20)
            if answer.returncode == 0 and json.loads(answer.stdout)["recorded"] == len(codes):
                self.acknowledged += codes
                return
        except (subprocess.TimeoutExpired, ValueError, KeyError):
            pass
        self.unknown += codes
        time.sleep(0.3)


class Faults:
    """What goes wrong, drawn from the seed."""

    def __init__(self, network):
        self.network = network
        self.draw = random.Random(network.options.seed)
        self.counts = {}
        self.kinds = [self.kill, self.kill, self.freeze, self.cut, self.slow, self.clock, self.rolling, self.power]
        if network.small:
            self.kinds.append(self.disk)
        self.coming = []

    def one(self):
        if not self.coming:  # every kind has its turn
            self.coming = self.draw.sample(self.kinds, len(self.kinds))
        kind = self.coming.pop()
        victims = self.draw.sample(sorted(self.network.nodes), self.draw.choice([1, 1, 1, 2]))
        self.counts[kind.__name__] = self.counts.get(kind.__name__, 0) + 1
        whom = {"rolling": "all", "power": "all", "disk": self.network.small}.get(kind.__name__, " ".join(victims))
        print(f"  {kind.__name__:8} {whom}", flush=True)
        kind(victims, self.draw.uniform(1, 5))
        time.sleep(self.draw.uniform(0.5, 2))

    def kill(self, victims, seconds):
        for name in victims:
            self.network.end(name, signal.SIGKILL)
        time.sleep(seconds)
        for name in victims:
            self.network.start(name)

    def freeze(self, victims, seconds):
        for name in victims:
            self.network.signal(name, signal.SIGSTOP)
        time.sleep(seconds)
        for name in victims:
            self.network.signal(name, signal.SIGCONT)

    def cut(self, victims, seconds):
        self.on_links("cut", victims, seconds)

    def slow(self, victims, seconds):
        self.on_links("slow", victims, seconds)

    def on_links(self, state, victims, seconds):
        self.network.links.set(state, victims)
        time.sleep(seconds)
        self.network.links.set("open", victims)

    def clock(self, victims, seconds):
        for name in victims:
            self.set_clock(name, self.draw.choice([-1, 1]) * self.draw.randint(1_000, 600_000))
        time.sleep(seconds)
        for name in victims:
            self.set_clock(name, 0)

    def set_clock(self, name, offset):
        path = f"{self.network.dir}/traces/{name}.clock"
        with open(path + ".new", "w") as file:
            file.write(f"{offset}\n")
        os.rename(path + ".new", path)

    def disk(self, _, seconds):
        path = self.network.home(self.network.small) + "/filler"
        with open(path, "wb") as file:
            try:
                while True:
                    file.write(bytes(1 << 20))
                    file.flush()
            except OSError:
                pass
            finally:
                try:
                    file.close()
                except OSError:
                    pass
        time.sleep(seconds + 2)
        os.remove(path)

    def rolling(self, _, seconds):
        for name in sorted(self.network.nodes):
            self.network.end(name, signal.SIGTERM)
            self.network.start(name)
            self.network.wait(4)

    def power(self, _, seconds):
        for name in sorted(self.network.nodes):
            self.network.end(name, signal.SIGKILL)
        time.sleep(min(1, seconds))
        for name in sorted(self.network.nodes):
            self.network.start(name)


class Governance:
    """Changes of the validator set: an observer votes, a new node joins, the observer goes back."""

    def __init__(self, network, first_port):
        self.network, self.first_port = network, first_port
        self.members = {json.load(open(f"{network.home(name)}/node.json"))["member"] for name in network.nodes}
        self.steps = [self.seat_observer, self.join, self.unseat_observer]
        self.enacted = 0

    def next(self):
        step = self.steps.pop(0)
        print(f"  govern   {step.__name__}", flush=True)
        self.network.wait(20)
        try:
            if not step():
                print("           not enacted in time")
        except (subprocess.TimeoutExpired, ValueError) as error:
            print(f"           not enacted: {error}")

    def seat_observer(self):
        return self.decide("--add-validator", self.seat("audit", "AUDIT"))

    def unseat_observer(self):
        return self.decide("--remove-validator", "audit", "--few-validators")

    def join(self):
        ports = [self.first_port + 90, self.first_port + 91]
        self.network.lianzheng("network", "add", "fin", "--as", "FIN", "--peer-port", str(ports[0]),
                               "--client-port", str(ports[1]))
        seat = self.seat("fin", "FIN", "--own-key")
        home = json.load(open(f"{self.network.home('fin')}/node.json"))
        if not self.decide("--add-validator", seat):
            shutil.rmtree(self.network.home("fin"))
            return False
        self.network.configure("fin", home)
        self.network.start("fin")
        self.members.add("FIN")
        return True

    def seat(self, node, member, *more):
        path = f"{self.network.dir}/{node}-seat.json"
        seat = self.network.tool("lianzheng", "govern", "seat", self.network.home(node), *more, "--as", member,
                                 "--dir", self.network.dir)
        with open(path, "w") as file:
            file.write(seat.stdout)
        return path

    def decide(self, *change):
        for _ in range(4):
            made = self.network.lianzheng("govern", "propose", *change, "--reason", "chaos", "--as", "TAX")
            found = re.search(r'"entry":"([0-9a-f]{64})"', made.stdout)
            if found:
                break
            time.sleep(2)  # the disk of the member's node was full a moment ago, say
        else:
            print("           " + (made.stdout + made.stderr).strip()[:300])
            return False
        for _ in range(3):
            for member in sorted(self.members):
                self.network.lianzheng("govern", "vote", found[1], "yes", "--as", member)
            shown = self.network.lianzheng("govern", "show", found[1], "--node", "tax")
            if '"state":"enacted"' in shown.stdout:
                self.enacted += 1
                return True
            time.sleep(1)
        return False


class Verdict:
    """What must hold at the end; each line is printed, and one that does not hold fails the run."""

    def __init__(self, network, clients):
        self.network, self.clients = network, clients
        self.failed = False

    def line(self, what, holds, detail):
        self.failed |= not holds
        print(f"{'✔' if holds else '✘'} {what:34} {detail}", flush=True)

    def all(self, caught_up):
        network = self.network
        names = sorted(network.nodes)
        ledgers = [f"{network.home(name)}/ledger" for name in names]
        self.line("processes", not network.problems, "; ".join(network.problems) or "none ended by itself")
        self.line("all nodes at one height", caught_up.returncode == 0, (caught_up.stderr.strip() or "yes")[:200])
        replays = [network.tool("lianzheng-audit", "replay", ledger, seconds=300) for ledger in ledgers]
        bad = [name for name, replay in zip(names, replays) if replay.returncode]
        self.line("every ledger audited clean", not bad, " ".join(bad) or f"{len(names)} ledgers")
        compared = [network.tool("lianzheng-audit", "compare", ledgers[0], other) for other in ledgers[1:]]
        bad = [name for name, one in zip(names[1:], compared) if one.returncode]
        self.line("one history", not bad, " ".join(bad) or compared[0].stdout.split("\n")[2])
        self.records(ledgers[0])
        self.trace(names)
        halted = [name for name in names if re.search(rb" error consensus\.", open(
            f"{network.home(name)}/node.log", "rb").read())]
        self.line("no halt, no double vote", not halted, " ".join(halted) or "none in any log")
        reported = [name for name in names if re.search(rb"(Address|Thread)Sanitizer", open(
            f"{network.home(name)}/node.log", "rb").read())]
        self.line("no report of a sanitizer", not reported, " ".join(reported) or "none in any log")
        kb, descriptors = (max(network.peak[name][i] for name in names) for i in (0, 1))
        limit = network.options.memory
        self.line("memory of each process", kb < limit << 10, f"at most {kb >> 10} MiB, below {limit}")
        self.line("descriptors of each process", descriptors < 200, f"at most {descriptors}, below 200")

    def records(self, ledger):
        tables = f"{self.network.dir}/tables"
        self.network.tool("lianzheng-audit", "export", ledger, "--out", tables, seconds=300)
        counts = {}
        for line in open(f"{tables}/records.jsonl"):
            subject = json.loads(line)["subject"]
            counts[subject] = counts.get(subject, 0) + 1
        acknowledged = [code for client in self.clients for code in client.acknowledged]
        unknown = [code for client in self.clients for code in client.unknown]
        wrong = [code for code in acknowledged if counts.get(code) != 1]
        self.line("acknowledged records exactly once", acknowledged and not wrong,
                  f"{len(acknowledged)} acknowledged" + (f", wrong: {wrong[:5]}" if wrong else ""))
        twice = [code for code in unknown if counts.get(code, 0) > 1]
        there = sum(counts.get(code, 0) for code in unknown)
        self.line("others at most once", not twice, f"{there} of {len(unknown)} without an answer")

    def trace(self, names):
        paths = [f"{self.network.dir}/traces/{name}.jsonl" for name in names]
        checked = self.network.tool("lianzheng-sim", "check-trace", *paths, "--lang", "en", seconds=600)
        lines = (checked.stdout.strip() or checked.stderr.strip()).split("\n")
        self.line("traces keep the voting rules", checked.returncode == 0, lines[-1])
        for line in lines[:-1][:20]:
            print("    " + line)


def free_ports(wanted):
    """A range of ports that nobody listens on: some for nodes, the rest for the links between them."""
    for base in [wanted] if wanted else range(22_000, 32_000, 500):
        try:
            for port in range(base, base + 300):
                with socket.socket() as probe:
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    probe.bind(("127.0.0.1", port))
            return base
        except OSError:
            continue
    sys.exit("chaos: no 300 free ports in a row")


def run(options):
    network = Network(options)
    clients = []
    try:
        first_port = free_ports(options.port)
        network.make(first_port)
        for name in sorted(network.nodes):
            network.start(name)
        network.tool("lianzheng", "examples", "--dir", options.dir, "--out", f"{options.dir}/input")
        ready = network.wait(40)
        if ready.returncode:
            sys.exit(f"chaos: the network does not start: {ready.stderr or ready.stdout}")
        print(f"{options.nodes} validators and an observer, seed {options.seed}, {options.minutes} min; links can be cut"
              f" and slowed{', one disk can be filled' if network.small else '; no full disk: not root'}", flush=True)
        clients += [Client(network, number) for number in range(2)]
        for client in clients:
            client.start()
        trouble(network, first_port)
        for client in clients:
            client.is_over = True
        for client in clients:
            client.join(40 * options.patience)
        caught_up = network.wait(60, "--same-height")
        network.measure()
        for name in sorted(network.nodes):
            network.end(name, signal.SIGTERM)
        verdict = Verdict(network, clients)
        verdict.all(caught_up)
        return verdict.failed
    finally:
        for client in clients:
            client.is_over = True
        network.clean()


def trouble(network, first_port):
    started = time.monotonic()
    length = network.options.minutes * 60
    faults, governance = Faults(network), Governance(network, first_port)
    at = [length * share for share in (0.15, 0.4, 0.7)]
    while (now := time.monotonic() - started) < length:
        network.measure()
        if governance.steps and now > at[3 - len(governance.steps)]:
            governance.next()
        else:
            faults.one()
    counts = ", ".join(f"{name} {count}" for name, count in sorted(faults.counts.items()))
    print(f"faults: {counts}; changes of validators enacted: {governance.enacted}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    for name, kind in [("--minutes", float), ("--seed", int), ("--nodes", int), ("--port", int), ("--memory", int),
                       ("--patience", int)]:
        parser.add_argument(name, type=kind)
    for name in ("--bin", "--dir"):
        parser.add_argument(name)
    options = parser.parse_args()
    os.environ["LC_ALL"] = "C.UTF-8"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    started = time.monotonic()
    failed = run(options)
    print(f"{'✘' if failed else '✔'} {time.monotonic() - started:.0f} s")
    sys.exit(1 if failed else 0)


main()

"""Measuring: CPU seconds and peak memory of commands and servers, and the mails that peers are given."""
import os, random, re, resource, shutil, signal, subprocess, sys, threading, time, urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TICKS = os.sysconf("SC_CLK_TCK")


def run(command, env=None, check=True, **options):
    """Runs a command to its end: user+sys seconds of it and its waited-for children, and the largest resident size in MiB."""
    began = time.monotonic()
    process = subprocess.Popen(command, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL,
                               stdout=options.get("stdout", subprocess.DEVNULL), stderr=options.get("stderr", subprocess.DEVNULL))
    compilers = Compilers(process.pid) if options.get("compilers") else None
    out = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if check and process.returncode != 0:
        sys.exit("failed with %d: %s" % (process.returncode, " ".join(command)))
    return {"cpu": usage.ru_utime + usage.ru_stime, "wall": time.monotonic() - began,
            "compiling": compilers.seconds() if compilers else None,
            "rss": usage.ru_maxrss / 1024, "out": out, "code": process.returncode}


class Compilers(threading.Thread):
    """Looks every 50 ms how much CPU the compiler's threads of a virtual machine have taken, until it ends."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.tasks, self.taken = "/proc/%d/task" % pid, {}
        self.start()

    def run(self):
        while True:
            try:
                for task in os.listdir(self.tasks):
                    if "CompilerThre" in open("%s/%s/comm" % (self.tasks, task)).read():
                        self.taken[task] = int(open("%s/%s/schedstat" % (self.tasks, task)).read().split()[0]) / 1e9
            except OSError:  # a thread, or the process, has ended
                if not os.path.isdir(self.tasks):
                    return
            time.sleep(0.05)

    def seconds(self):
        self.join()
        return sum(self.taken.values())


class Server:
    """A server in its own session, so that its CPU can be counted and it alone is ended."""

    def __init__(self, command, url, env=None, log="/dev/null"):
        self.process = subprocess.Popen(command, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL,
                                        stdout=open(log, "ab"), stderr=subprocess.STDOUT, start_new_session=True)
        for _ in range(300):
            try:
                urllib.request.urlopen(url, timeout=2).read()
                return
            except OSError:
                if self.process.poll() is not None:
                    sys.exit("server ended: " + " ".join(command))
                time.sleep(0.1)
        sys.exit("server does not answer: " + url)

    def cpu(self):
        """User+sys seconds of every process of the session, reaped children included."""
        total = 0
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                stat = open("/proc/%s/stat" % pid).read()
            except OSError:
                continue
            fields = stat[stat.rindex(")") + 2:].split()
            if int(fields[3]) == self.process.pid:
                total += sum(int(f) for f in fields[11:15])
        return total / TICKS

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def wrk(server, base, paths, work, seconds=6, connections=8, headers=(), most=None):
    """Asks for the paths in turn: server CPU in µs per request, and how many answers were not 2xx. Ends after some seconds, or
    after `most` requests: with as many paths, each is asked for once."""
    script, done = os.path.join(work, "paths.lua"), os.path.join(work, "paths.done")
    if os.path.exists(done):
        os.remove(done)
    with open(script, "w") as f:
        f.write("local paths = {%s}\n" % ",".join('"%s"' % p.replace("\\", "\\\\").replace('"', '\\"') for p in paths))
        f.write("local i = 0\nlocal headers = {%s}\n" % ",".join('["%s"]="%s"' % h for h in headers))
        f.write("request = function() i = i + 1\n")
        if most:
            f.write('if i == %d then io.open("%s", "w"):close() end\nif i > %d then wrk.thread:stop() end\n' % (most, done, most))
        f.write("return wrk.format('GET', paths[(i - 1) % #paths + 1], headers) end\n")
    before = server.cpu()
    load = subprocess.Popen(["wrk", "-t1", "-c%d" % connections, "-d%ds" % (600 if most else seconds), "--timeout", "30s", "-s", script, base],
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    while most and load.poll() is None and not os.path.exists(done):
        time.sleep(0.02)
    if most:
        time.sleep(0.2)  # the last answers
        load.send_signal(signal.SIGINT)  # wrk would wait for its seconds to be over
    out = load.communicate()[0].decode()
    requests = int(re.search(r"(\d+) requests in", out)[1])
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    return {"us": (server.cpu() - before) / max(1, requests) * 1e6, "requests": requests, "bad": int(bad[1]) if bad else 0}


def split(mbox):
    """The mails of an mbox, separators left out: a line "From " at the start or after an empty line."""
    mail, empty = None, True
    with open(mbox, "rb") as f:
        for line in f:
            if empty and line.startswith(b"From "):
                if mail is not None:
                    yield b"".join(mail)
                mail = []
            elif mail is not None:
                mail.append(line)
            empty = line in (b"\n", b"\r\n")
    if mail is not None:
        yield b"".join(mail)


def maildir(mbox, directory, most=None):
    """Writes the first mails of an mbox as a Maildir for peers; returns how many."""
    shutil.rmtree(directory, ignore_errors=True)
    for d in ("cur", "new", "tmp"):
        os.makedirs(os.path.join(directory, d))
    count = 0
    for mail in split(mbox):
        if count == most:
            break
        count += 1
        with open("%s/cur/%d.M0P%d.bench:2,S" % (directory, 1_000_000_000 + count, count), "wb") as f:
            f.write(mail)
    return count


def append(mbox, mail):
    """Writes a mail to an open mbox."""
    mbox.write(b"From bench@bench.example Thu Jan  1 00:00:00 2026\n" + mail + (b"\n" if mail.endswith(b"\n") else b"\n\n"))


def repeat(mbox, copies, to):
    """Writes an mbox so many times over as another one; further copies are made distinct by a header and a last line."""
    with open(to, "wb") as f:
        for mail in split(mbox):
            append(f, mail)
        for copy in range(1, copies):
            for i, mail in enumerate(split(mbox)):
                append(f, b"X-Bench-Copy: %d\n" % copy + mail + (b"" if mail.endswith(b"\n") else b"\n") + b"copy %d of mail %d\n" % (copy, i))


def sample(mbox, count, to):
    """Writes so many mails of an mbox, drawn from all of it, as another one: a larger draw holds the smaller ones, and mails of the same kind."""
    mails = sum(1 for _ in split(mbox))
    drawn = set(random.Random(1).sample(range(mails), mails)[:count])
    with open(to, "wb") as f:
        for i, mail in enumerate(split(mbox)):
            if i in drawn:
                append(f, mail)


def table(title, rows):
    """Prints rows of (name, figure, ratio or limit)."""
    print("\n" + title)
    width = max(len(r[0]) for r in rows)
    for name, figure, note in rows:
        print("  %-*s  %12s  %s" % (width, name, figure, note))
    sys.stdout.flush()

"""Ways to run a round: as a process of its own, or in the one process of the program's tests."""
import os
import re
import resource
import select
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")


class Ended:
    """How a round ended: its exit code, or what ended it instead, and what it took."""

    def __init__(self, code=None, fault=None, megabytes=0, seconds=0.0):
        self.code, self.fault, self.megabytes, self.seconds = code, fault, megabytes, seconds


def limits(megabytes, seconds):
    """Limits of a process: processor time, if any, and address space, as memory is watched from outside."""
    def set_limits():
        if seconds:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (4 * megabytes << 20, 4 * megabytes << 20))
    return set_limits


class Processes:
    """Runs each round as a process of its own."""

    coverage = None

    def __init__(self, binary, megabytes):
        self.binary, self.megabytes = binary, megabytes

    def run(self, folder, arguments):
        try:
            # The peak of memory is that of this one child: it is waited for by its own.
            with open(folder / ".out", "wb") as out, open(folder / ".err", "wb") as err:
                child = subprocess.Popen([self.binary, *arguments], cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                         preexec_fn=limits(self.megabytes, 10), env={"PATH": os.environ["PATH"], "HOME": str(folder)})
                end = time.monotonic() + 60
                while True:
                    pid, status, used = os.wait4(child.pid, os.WNOHANG)
                    if pid:
                        break
                    if time.monotonic() > end:
                        child.kill()
                        os.waitpid(child.pid, 0)
                        child.returncode = -9
                        return Ended(fault="no end within 60 s")
                    time.sleep(0.002)
                child.returncode = code = os.waitstatus_to_exitcode(status)
        except OSError as error:
            return Ended(code=2 if "Argument list" in str(error) else None, fault=f"not started: {error}")
        return Ended(code, None, used.ru_maxrss >> 10, used.ru_utime + used.ru_stime)


class OneProcess:
    """Runs rounds one after the other in the process of a test that takes them from its standard input."""

    def __init__(self, test, megabytes, coverage):
        self.test, self.megabytes, self.coverage, self.child = test, megabytes, coverage, None

    def start(self):
        self.child = subprocess.Popen([self.test, "rounds_of_standard_input", "--ignored", "--nocapture"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT, preexec_fn=limits(self.megabytes, 0), env={"PATH": os.environ["PATH"], "HOME": "/nowhere"})
        self.seconds, self.unread = 0.0, b""
        self.stat, self.status, self.refs = (open(f"/proc/{self.child.pid}/{name}", mode) for name, mode in (("stat", "rb"), ("status", "rb"), ("clear_refs", "wb")))
        if self.coverage:
            self.coverage.attach(self.child.pid)

    def taken(self):
        """Seconds of processor time that the process has taken."""
        return sum(map(int, os.pread(self.stat.fileno(), 4096, 0).rsplit(b")", 1)[1].split()[11:13])) / TICKS

    def answer(self):
        """The exit code that the process answers with; what ended it where it does not."""
        end = time.monotonic() + 600
        while not (found := re.search(rb"^ended (\d+)\n", self.unread, re.MULTILINE)):
            if not select.select([self.child.stdout], [], [], 5)[0]:
                if self.taken() - self.seconds < 60 and time.monotonic() < end:
                    continue
                self.child.kill()
                self.child.wait()
                return "no end within 60 s"
            piece = os.read(self.child.stdout.fileno(), 1 << 16)
            if not piece:
                return f"ends the process with {self.child.wait()}: {self.unread[-300:]!r}"
            self.unread += piece
        self.unread = b""
        return int(found[1])

    def run(self, folder, arguments):
        if not self.child or self.child.poll() is not None:
            self.start()
        # From here on the kernel's mark of the most memory is this round's.
        os.pwrite(self.refs.fileno(), b"5", 0)
        self.child.stdin.write("\t".join([str(folder), *arguments]).encode("utf-8", "surrogateescape") + b"\n")
        self.child.stdin.flush()
        answer = self.answer()
        if isinstance(answer, str):
            return Ended(fault=answer)
        peak = int(re.search(rb"VmHWM:\s*(\d+)", os.pread(self.status.fileno(), 4096, 0))[1]) >> 10
        before, self.seconds = self.seconds, self.taken()
        return Ended(answer, None, peak, self.seconds - before)

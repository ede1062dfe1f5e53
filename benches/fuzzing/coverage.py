"""Where rounds went: the counters of a test binary that counts how often each of its branches is taken.

A stable toolchain makes such a binary, with the program alone counted, by a wrapper around the compiler for it:

    cat > count.sh <<'SH'
    #!/bin/sh
    exec "$@" -C passes=sancov-module -C llvm-args=-sanitizer-coverage-level=3 -C llvm-args=-sanitizer-coverage-inline-8bit-counters -C link-arg=/tmp/stub.o
    SH
    echo 'void __sanitizer_cov_8bit_counters_init(char *start, char *stop) {}' | cc -x c -c - -o /tmp/stub.o
    RUSTC_WORKSPACE_WRAPPER=$PWD/count.sh cargo test --release --test program --no-run
"""
import os
import subprocess

# Counts as marks, a bit each: once, twice, three times, up to 7, 15, 31, 127, and more.
MARKS = bytes([0, 1, 2, 4, *[8] * 4, *[16] * 8, *[32] * 16, *[64] * 96, *[128] * 128])


class Coverage:
    """The counters of a binary, read from outside after each round; and the marks of all rounds so far."""

    def __init__(self, start, stop):
        self.start, self.size, self.seen = start, stop - start, 0

    @classmethod
    def of(cls, binary):
        """Those of a binary; nothing where it does not count."""
        listed = subprocess.run(["nm", binary], capture_output=True, text=True).stdout.splitlines()
        places = {line.split()[2]: int(line.split()[0], 16) for line in listed if "___sancov_cntrs" in line}
        return cls(places["__start___sancov_cntrs"], places["__stop___sancov_cntrs"]) if places else None

    def attach(self, pid):
        with open(f"/proc/{pid}/maps") as maps:
            self.base = int(maps.readline().split("-")[0], 16)
        self.memory = open(f"/proc/{pid}/mem", "r+b", buffering=0)

    def is_new(self):
        """Whether the round went where none had gone, or oftener; the counters begin at 0 again."""
        counts = os.pread(self.memory.fileno(), self.size, self.base + self.start)
        os.pwrite(self.memory.fileno(), bytes(self.size), self.base + self.start)
        marks = int.from_bytes(counts.translate(MARKS), "little")
        new = marks & ~self.seen
        self.seen |= marks
        return bool(new)

    def places(self):
        """How many branches were taken at all."""
        return self.size - self.seen.to_bytes(self.size, "little").count(0)

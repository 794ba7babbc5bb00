#!/usr/bin/env python3
"""Takes the command lines out of tutorials that are kept as text: extract-tutorial-commands.py FILE... > tests/fixtures/tutorials/commands.txt

One section for each text, each line once, in the order of the text. What surrounds a command in prose ("... - Then run the") goes;
what a converter glued together ("netns add red ip netns add blue") is taken apart."""
import re
import sys

COMMAND = re.compile(
    r"(?:^|[\s:`$#(/,\"])(?:sudo\s+)?("
    r"ip (?:-n \S+ |netns|netsns|link|addr\b|a\b|route|neigh)[^`\"]*|iptables -[^`]*|sysctl -[^`]*|nsenter -[^`]*|brctl \w+|ping -[^`]*|ping \d[\d.]*"
    r"|docker (?:run|inspect|network create|logs)[^`\"]*|modprobe [^`]*|curl [^`]*|ln -s[^`]*|mkdir -p[^`]*|python3 -m[^`]*|cat /proc[^`]*|bash -c[^`]*)")
# As the text shows what a command prints.
OUTPUT = re.compile(r"^\s*(\d+: |\S+ dev |64 bytes|---|[A-Z]+ +\w+ +--)")


def lines_of(text):
    for line in text.split("\n"):
        if OUTPUT.match(line):
            continue
        for match in COMMAND.finditer(line):
            command = re.split(r"\s+- |\s+#|\s+~|[.:]\s+[A-Z-]", match.group(1))[0]
            command = re.sub(r"command(\.-?)?.*$|\?-.*$", "", command)
            # Several in one line, except for "ip netns exec NAME ip ...".
            for part in re.split(r"(?<!exec \w{3})(?<!exec \w{4})(?<!exec \w{6})(?<!exec \w{8})(?<!exec <name>) (?=ip (?:-n|netns|link) )", command):
                part = re.sub(r"\s+", " ", part).strip(" .,:)")
                # A word of a sentence that is no command.
                if part and not re.search(r"\b(command|to the rescue|we |statistics)\b", part):
                    yield part


def main(paths):
    for number, path in enumerate(paths, 1):
        text = open(path, encoding="utf-8").read()
        print(f"# Tutorial {number}")
        for line in dict.fromkeys(lines_of(text)):
            print(line)


main(sys.argv[1:])

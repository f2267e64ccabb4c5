"""Says what dkimpy (Debian: python3-dkim) finds in the sample, without a network.

Usage: dkimpy.py DIRECTORY KEYS. Writes a line for each signature and ARC chain of each distinct mail, with tabs:
Message-ID, number of ARC sets (0: DKIM), finding, domain, selector. Findings: holds, unquoted (holds after a ">" before
a line that begins with "From " was undone), body, signature, malformed, expired (when the mail was received), no-key.
"""

import email
import email.utils
import gzip
import json
import pathlib
import re
import sys
import tarfile

import dkim

MINIMUM_BITS = 512


class Clock:
    """Stands for the module time: it is when the mail was received."""

    now = 0

    def time(self):
        return self.now


def mails(root):
    folder = gzip.decompress((root / "office.mbox.gz").read_bytes())
    for mail in re.split(rb"(?m)^From [^\n]*\n", folder)[1:]:
        yield re.sub(rb"(?m)^>(>*From )", rb"\1", mail[:-1])
    with tarfile.open(root / "tidings-maildir.tar.gz") as tar:
        for entry in tar:
            if entry.isfile():
                yield tar.extractfile(entry).read()
    for path in sorted((root / "loose").glob("*.eml")):
        yield path.read_bytes()


def received(parsed):
    """When it was received; where its signature is newer, as with a date that was changed, then."""
    trace = email.utils.parsedate_to_datetime(parsed["Received"].rpartition(";")[2])
    signed = re.search(r"\bt=([0-9]+)", parsed["DKIM-Signature"] or "t=0")
    return max(int(trace.timestamp()), int(signed[1]) if signed else 0)


def finding(mail, index, keys):
    try:
        return "holds" if dkim.DKIM(mail, minkey=MINIMUM_BITS).verify(index, dnsfunc=keys) else "signature"
    except dkim.ValidationError as error:
        if "body hash mismatch" in str(error):
            return "body"
        return "expired" if "x= value is past" in str(error) else "malformed"
    except dkim.MessageFormatError:
        return "malformed"


def arc_finding(mail, keys):
    verdict, sets, comment = dkim.arc_verify(mail, dnsfunc=keys, minkey=MINIMUM_BITS)
    newest = max(sets, key=lambda each: each["instance"])
    if verdict == dkim.CV_Pass:
        finding = "holds"
    else:
        finding = "signature" if newest["as-valid"] is False else "body"
    return newest["instance"], finding, newest["as-domain"].decode(), newest["as-selector"].decode()


def findings(mail, keys):
    parsed = email.message_from_bytes(mail)
    name = (parsed["Message-ID"] or "").strip("<>")
    for index, field in enumerate(parsed.get_all("DKIM-Signature", [])):
        tags = dict(tag.strip().split("=", 1) for tag in field.split(";") if "=" in tag)
        record = keys(f"{tags['s']}._domainkey.{tags['d']}.".encode())
        found = finding(mail, index, keys) if record and not record.endswith(b"p=") else "no-key"
        if found == "body" and finding(re.sub(rb"(?m)^>From ", b"From ", mail), index, keys) == "holds":
            found = "unquoted"
        yield name, 0, found, tags["d"], tags["s"]
    if parsed["ARC-Seal"]:
        sets, found, domain, selector = arc_finding(mail, keys)
        yield name, sets, found, domain, selector


def main(root, key_file):
    records = json.loads(pathlib.Path(key_file).read_text())
    dkim.time = Clock()

    def keys(name, timeout=5):
        record = records.get(name.decode().rstrip("."))
        return record and record["record"].encode()

    seen = set()
    for mail in mails(pathlib.Path(root)):
        if mail not in seen and re.search(rb"(?mi)^(DKIM-Signature|ARC-Seal):", mail.split(b"\n\n")[0]):
            seen.add(mail)
            Clock.now = received(email.message_from_bytes(mail))
            for line in findings(mail, keys):
                print(*line, sep="\t")


main(*sys.argv[1:])

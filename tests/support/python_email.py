"""What Python's email package makes of the mails of its own test suite: an oracle for ours.

  python_email.py outline        file by file, part by part: depth, type, octets and their FNV-1a
  python_email.py structure      file by file: BODYSTRUCTURE as RFC 9051 would have it

Only mails in which Python finds no defect are told apart as "sound". Line ends become CR LF first, as
they are on the wire. The data is Debian's package libpython3.11-testsuite.
"""
import email
import email.header
import glob
import sys
import test.support  # where the package has its files

FOLDER = test.support.__path__[0].rsplit("/", 1)[0] + "/test_email/data"


def crlf(octets):
    return octets.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def fnv(octets):
    value = 2166136261
    for octet in octets:
        value = ((value ^ octet) * 16777619) & 0xFFFFFFFF
    return value


def holds_mail(part):
    return part.get_content_type() in ("message/rfc822", "message/global") and part.is_multipart()


def children(part):
    if part.get_content_maintype() == "multipart" or holds_mail(part):
        return part.get_payload() if part.is_multipart() else []
    return []


def is_sound(part):
    return not part.defects and all(is_sound(child) for child in children(part))


def raw(part):
    return part.get_payload().encode("ascii", "surrogateescape")


def outline(part, depth=0):
    line = "%d %s" % (depth, part.get_content_type())
    inner = children(part)
    if not inner and not part.is_multipart():
        octets = part.get_payload(decode=True)
        line += " %d %08x" % (len(octets), fnv(octets))
    print(line)
    for child in inner:
        outline(child, depth + 1)


def quoted(text):
    return "NIL" if text is None else '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')


def parameters(part, field):
    # The raw ones, unquoted, as they stand in the field.
    found = part.get_params(failobj=[], header=field, unquote=True)[1:]
    pairs = [(name, value) for name, value in found if isinstance(value, str)]
    if len(pairs) != len(found):
        raise ValueError("RFC 2231")
    if not pairs:
        return "NIL"
    return "(" + " ".join("%s %s" % (quoted(n), quoted(v)) for n, v in pairs) + ")"


def tail(part):
    disposition = part.get_content_disposition()
    text = "NIL"
    if disposition:
        text = "(%s %s)" % (quoted(disposition), parameters(part, "content-disposition"))
    return " %s NIL NIL" % text


def structure(part):
    if part.get_content_maintype() == "multipart":
        if not part.is_multipart():
            raise ValueError("a multipart without parts")
        inner = "".join(structure(child) for child in part.get_payload())
        return "(%s %s %s%s)" % (
            inner, quoted(part.get_content_subtype()), parameters(part, "content-type"), tail(part))
    if part.get_content_maintype() == "message":
        raise ValueError("a mail inside")
    arguments = parameters(part, "content-type")
    if part["content-type"] is None:
        arguments = '("charset" "us-ascii")'
    octets = raw(part)
    text = "(%s %s %s %s %s %s %d" % (
        quoted(part.get_content_maintype()), quoted(part.get_content_subtype()), arguments,
        quoted(part["content-id"]), quoted(part["content-description"]),
        quoted(part["content-transfer-encoding"] or "7bit"), len(octets))
    if part.get_content_maintype() == "text":
        text += " %d" % octets.count(b"\n")
    return text + " %s%s)" % (quoted(part["content-md5"]), tail(part))


def main():
    files = sorted(glob.glob(FOLDER + "/msg_*.txt"))
    if len(files) < 40:
        sys.exit("python_email.py: install libpython3.11-testsuite (tools/setup does)")
    for file in files:
        octets = crlf(open(file, "rb").read())
        mail = email.message_from_bytes(octets)
        print("FILE %s %s" % (file, "sound" if is_sound(mail) else "faulty"))
        if sys.argv[1] == "outline":
            outline(mail)
        else:
            try:
                print(structure(mail))
            except ValueError as why:
                print("left out: %s" % why)


main()

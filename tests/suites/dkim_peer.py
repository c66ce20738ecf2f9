"""Debian's python3-dkim as the other side of our DKIM: one JSON request a line, one JSON answer a line.

{"do": "verify", "mail": hex, "record": text}                            -> {"pass": bool, "why": text}
{"do": "arc", "mail": hex, "record": text}                               -> {"status": text, "why": text}
{"do": "sign", "mail": hex, "algorithm", "header", "body", "length"}     -> {"mail": hex, "record": text}
"""
import base64
import json
import subprocess
import sys

import dkim
import nacl.signing

RSA = subprocess.run(["openssl", "genrsa", "-traditional", "2048"], capture_output=True, check=True).stdout
RSA_PUBLIC = subprocess.run(["openssl", "rsa", "-pubout", "-outform", "DER"], input=RSA, capture_output=True, check=True).stdout
SEED = bytes(range(32))
ED_PUBLIC = bytes(nacl.signing.SigningKey(SEED).verify_key)


def verify(request):
    record = request["record"].encode()
    check = dkim.DKIM(bytes.fromhex(request["mail"]), minkey=1024)
    try:
        return {"pass": bool(check.verify(dnsfunc=lambda name, timeout=5: record)), "why": ""}
    except dkim.DKIMException as wrong:
        return {"pass": False, "why": str(wrong)}


def sign(request):
    mail = bytes.fromhex(request["mail"])
    is_rsa = request["algorithm"] == "rsa"
    forms = (request["header"].encode(), request["body"].encode())
    field = dkim.DKIM(mail).sign(
        b"s1", b"example.org", RSA if is_rsa else base64.b64encode(SEED), canonicalize=forms,
        signature_algorithm=b"rsa-sha256" if is_rsa else b"ed25519-sha256", length=request["length"])
    public = base64.b64encode(RSA_PUBLIC if is_rsa else ED_PUBLIC).decode()
    return {"mail": (field + mail).hex(), "record": f"v=DKIM1; k={'rsa' if is_rsa else 'ed25519'}; p={public}"}


def arc(request):
    record = request["record"].encode()
    status, _, why = dkim.arc_verify(bytes.fromhex(request["mail"]), dnsfunc=lambda name, timeout=5: record)
    # None: a chain that somebody on the way has declared broken (cv=fail).
    return {"status": (status or b"fail").decode(), "why": str(why)}


DO = {"verify": verify, "arc": arc, "sign": sign}
for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(DO[request["do"]](request)))

"""Reads a receipt by Python's own email package and says what stands in it: a mail in on stdin, JSON out."""
import email
import email.policy
import json
import sys

mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
parts = list(mail.iter_parts())
fields = parts[1].get_payload()[0]
print(json.dumps({
    "type": mail.get_content_type(),
    "report-type": mail["Content-Type"].params.get("report-type"),
    "to": [one.addr_spec for one in mail["To"].addresses],
    "from": [one.addr_spec for one in mail["From"].addresses],
    "return-path": mail["Return-Path"],
    "id": mail["Message-ID"],
    "asks": mail["Disposition-Notification-To"],
    "parts": [one.get_content_type() for one in parts],
    "text": parts[0].get_content(),
    "fields": [[name.lower(), " ".join(value.split())] for name, value in fields.items()],
    "returned": parts[2].get_content(),
    "defects": [str(one) for part in mail.walk() for one in part.defects],
}))

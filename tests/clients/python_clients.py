"""Python's own mail libraries against `mailscope serve`: one function for each dialogue.

usage: python_clients.py NAME TABLE   (the line that `serve --json` printed)
"""
import imaplib
import json
import poplib
import smtplib
import ssl
import sys
import time
from email.message import EmailMessage

ALICE = ("alice@example.org", "correct-horse")
BOB = ("bob", 'battery staple "quoted"')
CAROL = ("carol@example.net", "purple-monkey")


class Visit:
    def __init__(self, table):
        self.table = table
        self.context = ssl.create_default_context(cafile=table["ca"])

    def port(self, host, service):
        return next(s["port"] for s in self.table["services"] if s["host"] == host and s["service"] == service)

    def imap(self, login=BOB):
        client = imaplib.IMAP4_SSL("localhost", self.port("mail", "imaps"), ssl_context=self.context, timeout=20)
        client.login(*login)
        return client

    def smtp(self, login=ALICE):
        client = smtplib.SMTP("localhost", self.port("mail", "submission"), "laptop.example", timeout=20)
        client.starttls(context=self.context)
        client.login(*login)
        return client


def mail(subject, sender="alice@example.org", to="bob@example.org", text="Hello.\n"):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message.set_content(text)
    return message


def wait_for(client, subject, mailbox="INBOX"):
    for _ in range(200):
        client.select(mailbox)
        kind, found = client.search(None, "SUBJECT", f'"{subject}"')
        assert kind == "OK", found
        if found[0]:
            return found[0].split()[-1]
        time.sleep(0.05)
    raise AssertionError(f"no mail about {subject}")


def test_smtplib_sends_by_starttls(visit):
    with visit.smtp() as smtp:
        assert smtp.has_extn("size") and smtp.has_extn("pipelining") and not smtp.has_extn("starttls")
        assert smtp.send_message(mail("by starttls")) == {}
    imap = visit.imap()
    number = wait_for(imap, "by starttls")
    kind, parts = imap.fetch(number, "(FLAGS ENVELOPE BODYSTRUCTURE RFC822.SIZE BODY.PEEK[])")
    assert kind == "OK"
    assert b"Subject: by starttls\r\n" in parts[0][1]
    assert f"RFC822.SIZE {len(parts[0][1])}".encode() in parts[0][0] + parts[1], parts
    imap.logout()


def test_smtplib_sends_by_implicit_tls_with_each_mechanism(visit):
    for mechanism in ("plain", "login", "cram_md5"):
        with smtplib.SMTP_SSL("localhost", visit.port("mail", "submissions"), "laptop.example", context=visit.context, timeout=20) as smtp:
            smtp.ehlo()
            smtp.user, smtp.password = ALICE
            code, text = smtp.auth(mechanism.replace("_", "-").upper(), getattr(smtp, f"auth_{mechanism}"))
            assert code == 235, (code, text)
            smtp.send_message(mail(f"by {mechanism}"))
    imap = visit.imap()
    for mechanism in ("plain", "login", "cram_md5"):
        wait_for(imap, f"by {mechanism}")
    imap.logout()


def test_smtplib_sends_unicode_eight_bit_and_dots(visit):
    text = "Привет, Боб!\n.\n..two dots\n" + "long " * 150 + "\n"
    message = mail("=?", text=text)
    message.replace_header("Subject", "Обед в полдень")
    with visit.smtp() as smtp:
        smtp.sendmail("alice@example.org", ["bob@example.org"], message.as_bytes(policy=message.policy.clone(cte_type="8bit", linesep="\r\n")), ["BODY=8BITMIME"])
    imap = visit.imap()
    for _ in range(100):
        imap.select()
        if imap.search(None, "TEXT", '"two dots"')[1][0]:
            break
        time.sleep(0.05)
    import email
    import email.policy
    got = email.message_from_bytes(imap.fetch("1", "(RFC822)")[1][0][1], policy=email.policy.default)
    assert got["Subject"] == "Обед в полдень"
    assert got.get_content().replace("\r\n", "\n") == text, repr(got.get_content())
    assert "\\Seen" in imap.fetch("1", "(FLAGS)")[1][0].decode()
    imap.logout()


def test_smtplib_is_refused_with_the_right_codes(visit):
    with smtplib.SMTP("localhost", visit.port("mail", "submission"), timeout=20) as smtp:
        smtp.ehlo()
        assert "PLAIN" not in smtp.esmtp_features["auth"], "no password in clear"
        code, text = smtp.docmd("AUTH", "PLAIN AGEAYg==")
        assert code in (530, 538), (code, text)
        smtp.starttls(context=visit.context)
        try:
            smtp.login(ALICE[0], "wrong")
            raise AssertionError("a wrong password was taken")
        except smtplib.SMTPAuthenticationError as error:
            assert error.smtp_code == 535, error
    with smtplib.SMTP("localhost", visit.port("mail", "smtp"), timeout=20) as smtp:
        try:
            smtp.send_message(mail("never", to="nobody@example.org"))
            raise AssertionError("nobody@example.org was taken")
        except smtplib.SMTPRecipientsRefused as error:
            assert error.recipients["nobody@example.org"][0] == 550, error
    with smtplib.SMTP("localhost", visit.port("mx", "smtp"), timeout=20) as smtp:
        try:
            smtp.send_message(mail("too large", to="carol@example.net", text="x" * 70 + "\n" + ("y" * 70 + "\n") * 2_000))
            raise AssertionError("a mail above SIZE was taken")
        except smtplib.SMTPSenderRefused as error:
            assert error.smtp_code == 552, error


def test_smtplib_may_send_many_mails_on_one_connection(visit):
    with visit.smtp() as smtp:
        for number in range(20):
            smtp.send_message(mail(f"mail {number:02}"))
        assert smtp.noop()[0] == 250
        assert smtp.rset()[0] == 250
    imap = visit.imap()
    wait_for(imap, "mail 19")
    imap.select()
    assert len(imap.search(None, "SUBJECT", "mail")[1][0].split()) == 20
    imap.logout()


def test_a_mail_goes_through_two_servers(visit):
    with visit.smtp() as smtp:
        smtp.send_message(mail("to another domain", to="carol@example.net"))
    pop = poplib.POP3("localhost", visit.port("mx", "pop3"), timeout=20)
    pop.user(CAROL[0])
    pop.pass_(CAROL[1])
    for _ in range(100):
        if pop.stat()[0]:
            break
        pop.quit()
        time.sleep(0.05)
        pop = poplib.POP3("localhost", visit.port("mx", "pop3"), timeout=20)
        pop.user(CAROL[0])
        pop.pass_(CAROL[1])
    lines = pop.retr(1)[1]
    assert b"Subject: to another domain" in lines
    assert sum(line.startswith(b"Received: ") for line in lines) == 2, lines
    pop.quit()


def test_an_unknown_recipient_elsewhere_bounces_to_the_sender(visit):
    with visit.smtp() as smtp:
        smtp.send_message(mail("lost", to="nobody@example.net"))
    imap = visit.imap(ALICE)
    for _ in range(100):
        imap.select()
        found = imap.search(None, "FROM", "MAILER-DAEMON")[1][0].split()
        if found:
            break
        time.sleep(0.05)
    import email
    report = email.message_from_bytes(imap.fetch(found[-1], "(BODY.PEEK[])")[1][0][1])
    assert report.get_content_type() == "multipart/report", report.get_content_type()
    kinds = [part.get_content_type() for part in report.walk()]
    assert "message/delivery-status" in kinds, kinds
    assert "550 5.1.1" in str(report), str(report)
    imap.logout()


def test_poplib_reads_by_stls_and_by_tls(visit):
    for is_implicit in (False, True):
        if is_implicit:
            pop = poplib.POP3_SSL("localhost", visit.port("mail", "pop3s"), context=visit.context, timeout=20)
        else:
            pop = poplib.POP3("localhost", visit.port("mail", "pop3"), timeout=20)
            assert "STLS" in pop.capa()
            pop.stls(context=visit.context)
        assert "UIDL" in pop.capa() and "TOP" in pop.capa()
        pop.user(ALICE[0])
        pop.pass_(ALICE[1])
        count, octets = pop.stat()
        sizes = [int(line.split()[1]) for line in pop.list()[1]]
        assert count == 2 and sum(sizes) == octets, (count, octets, sizes)
        lines = pop.retr(1)[1]
        assert b".A line that begins with a dot." in lines, lines
        assert sum(len(line) + 2 for line in lines) == sizes[0]
        assert len(pop.uidl()[1]) == 2 and len(set(pop.uidl()[1])) == 2
        assert len(pop.top(1, 1)[1]) < len(lines)
        pop.quit()


def test_poplib_deletes_at_quit_and_not_before(visit):
    def login():
        pop = poplib.POP3_SSL("localhost", visit.port("mail", "pop3s"), context=visit.context, timeout=20)
        pop.user(ALICE[0])
        pop.pass_(ALICE[1])
        return pop

    pop = login()
    pop.dele(1)
    assert pop.stat()[0] == 1
    pop.rset()
    assert pop.stat()[0] == 2
    pop.dele(1)
    pop.close()  # without QUIT
    time.sleep(0.3)
    pop = login()
    assert pop.stat()[0] == 2
    try:
        login()
        raise AssertionError("two sessions on one maildrop")
    except poplib.error_proto as error:
        assert b"lock" in error.args[0].lower() or b"IN-USE" in error.args[0], error
    pop.dele(1)
    pop.quit()
    assert login().stat()[0] == 1


def test_poplib_apop_and_wrong_password(visit):
    pop = poplib.POP3("localhost", visit.port("mx", "pop3"), timeout=20)
    assert pop.timestamp or b"<" in pop.welcome, pop.welcome
    pop.apop(*CAROL)
    assert pop.stat() == (0, 0)
    pop.quit()
    pop = poplib.POP3("localhost", visit.port("mx", "pop3"), timeout=20)
    pop.user(CAROL[0])
    try:
        pop.pass_("wrong")
        raise AssertionError("a wrong password was taken")
    except poplib.error_proto as error:
        assert error.args[0].startswith(b"-ERR"), error


def test_imaplib_by_starttls_with_each_login(visit):
    def connect():
        imap = imaplib.IMAP4("localhost", visit.port("mail", "imap"), timeout=20)
        assert "LOGINDISABLED" in imap.capabilities and "STARTTLS" in imap.capabilities
        imap.starttls(ssl_context=visit.context)
        assert "LOGINDISABLED" not in imap.capabilities
        return imap

    imap = connect()
    imap.login(*BOB)
    imap.logout()
    imap = connect()
    imap.authenticate("PLAIN", lambda _: b"\0bob\0" + BOB[1].encode())
    imap.logout()
    imap = connect()
    imap.login_cram_md5(*BOB)
    imap.logout()
    imap = connect()
    try:
        imap.login(BOB[0], "wrong")
        raise AssertionError("a wrong password was taken")
    except imaplib.IMAP4.error as error:
        assert "AUTHENTICATIONFAILED" in str(error), error
    imap.logout()


def test_imaplib_keeps_folders_flags_and_copies(visit):
    imap = visit.imap(ALICE)
    kind, listed = imap.list()
    names = [line.decode().split(' "/" ')[1].strip('"') for line in listed]
    assert set(names) >= {"INBOX", "Sent", "Drafts", "Trash"}, names
    assert imap.create("Work/2026")[0] == "OK"
    assert imap.create("Work/2026")[0] == "NO"
    assert imap.select("INBOX") == ("OK", [b"2"])
    assert imap.store("1", "+FLAGS", r"(\Flagged \Answered)")[0] == "OK"
    assert imap.search(None, "FLAGGED")[1] == [b"1"]
    assert imap.search(None, "UNFLAGGED", "SUBJECT", "Second")[1] == [b"2"]
    assert imap.uid("SEARCH", None, "ALL")[1][0].split() != []
    assert imap.copy("1:2", "Work/2026")[0] == "OK"
    assert imap.store("2", "+FLAGS", r"(\Deleted)")[0] == "OK"
    assert imap.expunge() == ("OK", [b"2"])
    assert imap.select("Work/2026", readonly=True) == ("OK", [b"2"])
    assert b"\\Flagged" in imap.fetch("1", "(FLAGS)")[1][0]
    assert imap.append("Drafts", r"(\Draft)", imaplib.Time2Internaldate(1_772_442_000), mail("draft").as_bytes().replace(b"\n", b"\r\n"))[0] == "OK"
    assert imap.status("Drafts", "(MESSAGES UNSEEN)")[1][0].endswith(b"(MESSAGES 1 UNSEEN 1)")
    assert imap.rename("Work/2026", "Work/Old")[0] == "OK"
    assert imap.delete("Work/Old")[0] == "OK"
    assert imap.subscribe("Drafts")[0] == "OK"
    assert imap.select("INBOX") == ("OK", [b"1"])
    assert imap.close()[0] == "OK"
    imap.logout()


def test_imaplib_hears_of_new_mail_and_of_others_flags(visit):
    here, there = visit.imap(ALICE), visit.imap(ALICE)
    assert here.select("INBOX") == ("OK", [b"2"])
    there.select("INBOX")
    there.store("1", "+FLAGS", r"(\Flagged)")
    here.noop()
    assert here.response("FETCH")[1] not in (None, [None]), "the other session's flag"
    with visit.smtp() as smtp:
        smtp.send_message(mail("news", to="alice@example.org"))
    for _ in range(100):
        here.noop()
        count = here.response("EXISTS")[1]
        if count not in (None, [None]):
            break
        time.sleep(0.05)
    assert count[-1] == b"3", count
    there.noop()
    there.store("1", "+FLAGS", r"(\Deleted)")
    there.expunge()
    here.noop()
    assert here.response("EXPUNGE")[1] == [b"1"]
    here.logout()
    there.logout()


def test_imaplib_sorts_and_threads(visit):
    imap = visit.imap(ALICE)
    assert {b"SORT", b"THREAD=ORDEREDSUBJECT", b"THREAD=REFERENCES"} <= set(imap.capability()[1][0].split())
    imap.create("Sorted")
    for subject, more in (("Re: Report", "<1@x> <2@x>"), ("Lunch", ""), ("Report", ""), ("re: lunch (fwd)", "")):
        text = f"Subject: {subject}\r\nDate: Mon, 2 Mar 2026 0{len(subject) % 10}:00:00 +0000\r\n"
        text += f"Message-ID: <{len(subject)}.{len(more)}@x>\r\n" + (f"References: {more}\r\n" if more else "") + "\r\nx\r\n"
        assert imap.append("Sorted", None, None, text.encode())[0] == "OK"
    imap.select("Sorted")
    # Hours: 0 for mail 1, 5 for 2, 6 for 3, 5 for 4.
    assert imap.sort("(SUBJECT)", "UTF-8", "ALL") == ("OK", [b"2 4 1 3"])
    assert imap.sort("(REVERSE DATE)", "UTF-8", "NOT", "1") == ("OK", [b"3 2 4"])
    assert imap.uid("SORT", "(ARRIVAL)", "UTF-8", "SUBJECT", "lunch") == ("OK", [b"2 4"])
    assert imap.thread("REFERENCES", "UTF-8", "ALL") == ("OK", [b"(2 4)(3 1)"])
    assert imap.thread("ORDEREDSUBJECT", "UTF-8", "ALL") == ("OK", [b"(1 3)(2 4)"])
    assert imap.uid("THREAD", "REFERENCES", "UTF-8", "SUBJECT", "lunch") == ("OK", [b"(2 4)"])
    try:
        imap.thread("JWZ", "UTF-8", "ALL")
        raise AssertionError("an algorithm that nobody knows was taken")
    except imaplib.IMAP4.error as error:
        assert "JWZ" in str(error), error
    imap.logout()


if __name__ == "__main__":
    globals()[f"test_{sys.argv[1]}"](Visit(json.loads(sys.argv[2])))
    print(f"ok {sys.argv[1]}")

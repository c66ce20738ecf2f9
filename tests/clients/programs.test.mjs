// Mail programs as people have them: msmtp, mpop, mbsync, fetchmail, getmail, s-nail, neomutt.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import {mail_text, run, with_visit} from './support/visit.mjs';

const delivered = (visit, subject) => visit.until('mail-stored', ({content}) => content.includes(`\r\nSubject: ${subject}\r\n`));

function file(visit, name, text) {
  const where = path.join(visit.folder, name);
  fs.writeFileSync(where, text, {mode: 0o600});
  return where;
}
const home = (visit) => ({env: {HOME: visit.folder}, cwd: visit.folder});

const msmtp_account = (visit, service, more) => `
account test
host localhost
port ${visit.port('mail', service)}
from alice@example.org
user alice@example.org
password correct-horse
auth on
tls on
tls_trust_file ${visit.ca}
${more}
account default : test
`;

for (const [service, more] of [['submission', 'tls_starttls on'], ['submissions', 'tls_starttls off'],
  ['submission', 'tls_starttls on\nauth cram-md5'], ['submission', 'tls_starttls on\nauth scram-sha-256'], ['submissions', 'tls_starttls off\nauth login']]) {
  test(`clients: msmtp sends by ${service}, ${more.replace('\n', ', ')}`, with_visit([], async (visit) => {
    const settings = file(visit, 'msmtprc', msmtp_account(visit, service, more));
    const done = await run('msmtp', ['-C', settings, 'bob@example.org'], {input: mail_text('by msmtp').replaceAll('\r\n', '\n'), ...home(visit)});
    assert.equal(done.status, 0, done.all);
    assert.equal((await delivered(visit, 'by msmtp')).account, 'bob@example.org');
  }));
}

test('clients: msmtp tells a wrong password (EX_NOPERM) and an unknown recipient (EX_DATAERR)', with_visit([], async (visit) => {
  const settings = file(visit, 'msmtprc', msmtp_account(visit, 'submissions', 'tls_starttls off').replace('correct-horse', 'wrong'));
  const wrong = await run('msmtp', ['-C', settings, 'bob@example.org'], {input: mail_text('never'), ...home(visit)});
  assert.equal(wrong.status, 77, wrong.all);
  assert.match(wrong.all, /535 5\.7\.8/);
  const right = file(visit, 'msmtprc2', msmtp_account(visit, 'submissions', 'tls_starttls off'));
  const nobody = await run('msmtp', ['-C', right, 'nobody@example.org'], {input: mail_text('never'), ...home(visit)});
  assert.equal(nobody.status, 65, nobody.all);
  assert.match(nobody.all, /550 5\.1\.1/);
}));

for (const [service, more] of [['pop3', 'tls_starttls on'], ['pop3s', 'tls_starttls off'], ['pop3', 'tls_starttls on\nauth cram-md5'], ['pop3', 'tls_starttls on\nauth scram-sha-256']]) {
  test(`clients: mpop fetches by ${service}, ${more.replace('\n', ', ')}, and deletes what it has`, with_visit([], async (visit) => {
    const box = path.join(visit.folder, 'box');
    const settings = file(visit, 'mpoprc', `
account test
host localhost
port ${visit.port('mail', service)}
user alice@example.org
password correct-horse
auth on
tls on
tls_trust_file ${visit.ca}
${more}
delivery mbox ${box}
uidls_file ${visit.folder}/uidls
keep off
account default : test
`);
    const done = await run('mpop', ['-C', settings], home(visit));
    assert.equal(done.status, 0, done.all);
    const mails = fs.readFileSync(box, 'utf8');
    assert.equal((mails.match(/^From /gm) ?? []).length, 2);
    assert.match(mails, /^\.A line that begins with a dot\.$/m);
    const gone = visit.records().filter(({kind}) => kind === 'mail-deleted');
    assert.equal(gone.length, 2);
  }));
}

for (const [service, tls] of [['imap', 'STARTTLS'], ['imaps', 'IMAPS']]) {
  test(`clients: mbsync brings two mailboxes into step by ${service}`, with_visit([], async (visit) => {
    const far = 'alice@example.org';
    fs.mkdirSync(path.join(visit.folder, 'mail'));
    const settings = file(visit, 'mbsyncrc', `
IMAPStore far
Host localhost
Port ${visit.port('mail', service)}
User ${far}
Pass correct-horse
SSLType ${tls}
CertificateFile ${visit.ca}

MaildirStore near
Path ${visit.folder}/mail/
Inbox ${visit.folder}/mail/INBOX
SubFolders Verbatim

Channel test
Far :far:
Near :near:
Patterns *
Create Both
Expunge Both
SyncState *
`);
    const first = await run('mbsync', ['-c', settings, 'test'], home(visit));
    assert.equal(first.status, 0, first.all);
    const near = (box, part) => fs.readdirSync(path.join(visit.folder, 'mail', box, part));
    assert.equal(near('INBOX', 'new').length + near('INBOX', 'cur').length, 2);
    assert.deepEqual(['Drafts', 'Sent', 'Trash'].map((box) => near(box, 'cur').length), [0, 0, 0]);
    // Here one mail is read and one is written; there both appear.
    const [mail] = near('INBOX', 'new');
    fs.renameSync(path.join(visit.folder, 'mail/INBOX/new', mail), path.join(visit.folder, 'mail/INBOX/cur', `${mail.replace(/:.*/, '')}:2,FS`));
    fs.writeFileSync(path.join(visit.folder, 'mail/Drafts/new/1.1.here'), mail_text('written here').replaceAll('\r\n', '\n'));
    const second = await run('mbsync', ['-c', settings, 'test'], home(visit));
    assert.equal(second.status, 0, second.all);
    const records = visit.records();
    assert.ok(records.some(({kind, data}) => kind === 'flags-changed' && data.flags.includes('\\Flagged') && data.flags.includes('\\Seen')), second.all);
    assert.ok(records.some(({kind, data}) => kind === 'mail-stored' && data.mailbox === 'Drafts' && data.content.includes('Subject: written here')));
    const third = await run('mbsync', ['-c', settings, 'test'], home(visit));
    assert.equal(third.status, 0, third.all);
    assert.equal(near('Drafts', 'new').length + near('Drafts', 'cur').length, 1, 'nothing comes twice');
  }));
}

for (const [protocol, service, more] of [['POP3', 'pop3s', 'ssl'], ['POP3', 'pop3', 'sslproto TLS1.2+'], ['IMAP', 'imaps', 'ssl'], ['IMAP', 'imap', 'sslproto TLS1.2+']]) {
  test(`clients: fetchmail fetches by ${service}`, with_visit([], async (visit) => {
    const settings = file(visit, 'fetchmailrc', `
poll localhost protocol ${protocol} port ${visit.port('mail', service)}
  user "alice@example.org" password "correct-horse" ${more} sslcertck sslcertfile "${visit.ca}"
  mda "cat >> ${visit.folder}/box" fetchall nokeep
`);
    const done = await run('fetchmail', ['-f', settings, '--nodetach', '--nosyslog', '--pidfile', path.join(visit.folder, 'pid'), '-v'], home(visit));
    assert.equal(done.status, 0, done.all);
    const mails = fs.readFileSync(path.join(visit.folder, 'box'), 'utf8');
    assert.match(mails, /^Subject: Welcome$/m);
    assert.match(mails, /^Subject: Second$/m);
    assert.equal(visit.records().filter(({kind}) => kind === 'mail-deleted').length, 2);
  }));
}

test('clients: fetchmail is told of a wrong password (exit 3)', with_visit([], async (visit) => {
  const settings = file(visit, 'fetchmailrc', `
poll localhost protocol IMAP port ${visit.port('mail', 'imaps')}
  user "alice@example.org" password "wrong" ssl sslcertck sslcertfile "${visit.ca}" mda "cat >> ${visit.folder}/box"
`);
  const done = await run('fetchmail', ['-f', settings, '--nodetach', '--nosyslog', '--pidfile', path.join(visit.folder, 'pid')], home(visit));
  assert.equal(done.status, 3, done.all);
}));

for (const [type, service] of [['SimplePOP3SSLRetriever', 'pop3s'], ['SimpleIMAPSSLRetriever', 'imaps']]) {
  test(`clients: getmail fetches by ${service}`, with_visit([], async (visit) => {
    const box = path.join(visit.folder, 'box');
    const settings = file(visit, 'getmailrc', `
[retriever]
type = ${type}
server = localhost
port = ${visit.port('mail', service)}
username = alice@example.org
password = correct-horse
ca_certs = ${visit.ca}
[destination]
type = MDA_external
path = /bin/sh
arguments = ("-c", "cat >> ${box}")
allow_root_commands = true
[options]
delete = false
read_all = false
`);
    const fetch = () => run('getmail', ['--getmaildir', visit.folder, '--rcfile', settings], home(visit));
    const done = await fetch();
    assert.equal(done.status, 0, done.all);
    const subjects = () => [...fs.readFileSync(box, 'utf8').matchAll(/^Subject: (.*)$/gm)].map(([, subject]) => subject).sort();
    assert.deepEqual(subjects(), ['Second', 'Welcome'], done.all);
    assert.equal((await fetch()).status, 0);
    assert.deepEqual(subjects(), ['Second', 'Welcome'], 'nothing is fetched twice');
  }));
}

test('clients: s-nail sends and then reads by IMAP and POP3', with_visit([], async (visit) => {
  const login = 'alice%40example.org:correct-horse';
  const common = ['-n', '-S', 'v15-compat', '-S', `tls-ca-file=${visit.ca}`, '-S', 'tls-ca-no-defaults', '-S', 'tls-verify=strict', '-S', 'sendwait', '-S', 'sendcharsets=utf-8', '-S', 'ttycharset=utf-8'];
  for (const [url, more] of [[`smtps://${login}@localhost:${visit.port('mail', 'submissions')}`, []],
    [`smtp://${login}@localhost:${visit.port('mail', 'submission')}`, ['-S', 'smtp-use-starttls']]]) {
    const subject = `by s-nail ${more.length}`;
    const done = await run('s-nail', [...common, ...more, '-S', `mta=${url}`, '-r', 'alice@example.org', '-s', subject, 'bob@example.org'], {input: 'Привет\n', ...home(visit)});
    assert.equal(done.status, 0, done.all);
    await delivered(visit, subject);
  }
  for (const url of [`imaps://${login}@localhost:${visit.port('mail', 'imaps')}/INBOX`, `pop3s://${login}@localhost:${visit.port('mail', 'pop3s')}`]) {
    const done = await run('s-nail', [...common, '-R', '-f', url], {input: 'headers\ntype 1\nxit\n', ...home(visit)});
    assert.equal(done.status, 0, done.all);
    assert.match(done.stdout, /Welcome to the office/);
  }
}));

test('clients: neomutt sends, and reads a mailbox by IMAP', with_visit([], async (visit) => {
  const settings = file(visit, 'muttrc', `
set from = "alice@example.org"
set smtp_url = "smtps://alice@example.org@localhost:${visit.port('mail', 'submissions')}/"
set smtp_pass = "correct-horse"
set imap_user = "alice@example.org"
set imap_pass = "correct-horse"
set ssl_ca_certificates_file = "${visit.ca}"
set ssl_force_tls = yes
set copy = no
set folder = "imaps://localhost:${visit.port('mail', 'imaps')}/"
set spoolfile = "+INBOX"
`);
  const sent = await run('neomutt', ['-n', '-F', settings, '-s', 'by neomutt', 'bob@example.org'], {input: 'Hello.\n', ...home(visit)});
  assert.equal(sent.status, 0, sent.all);
  await delivered(visit, 'by neomutt');
  // It wants a terminal: script gives it one.
  const keys = file(visit, 'keys', `push "<tag-pattern>~A<enter><tag-prefix><copy-message>${visit.folder}/copy<enter>y<exit>"\n`);
  const read = await run('script', ['-qec', `neomutt -n -F ${settings} -f imaps://localhost:${visit.port('mail', 'imaps')}/INBOX -e 'source ${keys}'`, '/dev/null'],
    {env: {HOME: visit.folder, TERM: 'xterm'}, cwd: visit.folder});
  const copied = fs.existsSync(path.join(visit.folder, 'copy')) ? fs.readFileSync(path.join(visit.folder, 'copy'), 'utf8') : '';
  assert.match(copied, /^Subject: Welcome$/m, read.all);
  assert.match(copied, /^Subject: Second$/m);
}));

// The server's session: what is answered in every state (RFC 9051, section 6.1; RFC 2971).
#include <utility>

#include "sim/imap/imap_server_impl.h"

namespace mailscope::imap {

bool Server::Impl::offers_rev2() const {
  const Extensions& all = options_.extensions;
  return all.rev2 && all.sasl_ir && (all.literal_plus || all.literal_minus) && all.idle &&
         all.namespace_ && all.unselect && all.uidplus && all.enable && all.move &&
         all.special_use && all.list_extended && all.status_size && all.esearch && all.searchres &&
         all.binary;
}

std::string Server::Impl::capabilities() const {
  const Extensions& extensions = options_.extensions;
  std::string text = "IMAP4rev1";
  const auto add = [&](bool is_offered, std::string_view name) {
    if (is_offered) text += " " + std::string(name);
  };
  const bool is_before_login = state_ == State::not_authenticated;
  add(offers_rev2(), "IMAP4rev2");
  add(extensions.starttls && !options_.is_tls_active && is_before_login, "STARTTLS");
  add(!may_log_in_openly() && is_before_login, "LOGINDISABLED");
  if (is_before_login) {
    for (const auto mechanism : mechanisms_offered()) {
      add(true, "AUTH=" + std::string(sasl::name_of(mechanism)));
    }
    add(extensions.sasl_ir, "SASL-IR");
  }
  add(extensions.literal_plus, "LITERAL+");
  add(extensions.literal_minus && !extensions.literal_plus, "LITERAL-");
  add(extensions.id, "ID");
  add(extensions.enable, "ENABLE");
  add(extensions.idle, "IDLE");
  if (is_before_login) return text;
  add(extensions.namespace_, "NAMESPACE");
  add(extensions.unselect, "UNSELECT");
  add(extensions.uidplus, "UIDPLUS");
  add(extensions.move, "MOVE");
  add(true, "CHILDREN");
  add(extensions.special_use, "SPECIAL-USE CREATE-SPECIAL-USE");
  add(extensions.list_extended, "LIST-EXTENDED LIST-STATUS");
  add(extensions.status_size, "STATUS=SIZE");
  add(extensions.esearch, "ESEARCH");
  add(extensions.searchres, "SEARCHRES");
  add(extensions.binary, "BINARY");
  add(extensions.condstore, "CONDSTORE");
  add(extensions.condstore && extensions.qresync && extensions.enable, "QRESYNC");
  add(extensions.sort, "SORT");
  add(extensions.thread, "THREAD=ORDEREDSUBJECT THREAD=REFERENCES");
  return text;
}

void Server::Impl::run_capability(const Command& command) {
  untagged("CAPABILITY " + capabilities());
  ok(command, "CAPABILITY completed");
}

void Server::Impl::run_id(const Command& command) {
  if (!options_.extensions.id) return bad(command, "ID is not offered", rule_of(Verb::id));
  Scanner scanner(command.octets);
  scanner.space();
  if (!scanner.skip_word(
          "NIL")) {  // names and values, which nobody here asks about (RFC 2971, 3.1)
    scanner.expect('(', "before what the client says of itself");
    bool is_first = true;
    while (scanner.is_ok() && !scanner.skip(')')) {
      if (!std::exchange(is_first, false)) scanner.space();
      static_cast<void>(scanner.string("a field's name"));
      scanner.space();
      static_cast<void>(scanner.nstring("a field's value"));
    }
  }
  scanner.end();
  if (!is_sound(command, scanner)) return;
  untagged("ID (\"name\" \"Mailscope\")");
  ok(command, "ID completed");
}

void Server::Impl::run_logout(const Command& command) {
  untagged("BYE " + options_.host_name + " closes the connection");
  outbox_.say({LineKind::reply, command.tag + " OK LOGOUT completed\r\n"});
  deselect();
  close(Closed::Why::logout);
}

}  // namespace mailscope::imap

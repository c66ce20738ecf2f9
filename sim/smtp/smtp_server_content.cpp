// The server's session: DATA, BDAT, and the mail that they bring.
#include <algorithm>
#include <utility>

#include "sim/base/check.h"
#include "sim/smtp/smtp_server.h"

namespace mailscope::smtp {
namespace {

constexpr std::size_t k_text_line_octets_max = 1000;  // RFC 5321, section 4.5.3.1.6

}  // namespace

// The owner's word on whether content may come.
void Server::answer_content(const Verdict& verdict, bool is_bdat) {
  const Reply no = verdict.reply.value_or(make_reply(451, "4.3.0", "No mail is taken now"));
  if (is_bdat) {
    if (!verdict.is_accepted) chunk_refusal_ = Refused{line_, no, "RFC 3030, section 2"};
    reading_ = Reading::chunk;
    return;
  }
  if (!verdict.is_accepted) {
    say(no);
    return;
  }
  move(Verb::data);
  dots_ = wire::DotReader(octets_max(), options_.end_of_data);
  reading_ = Reading::dots;
  say(verdict.reply.value_or(make_reply(354, "", "Send the mail; end it with a line of one dot")));
}

void Server::run_bdat(const Bdat& bdat) {
  chunk_octets_left_ = bdat.octets;
  is_last_chunk_ = bdat.is_last;
  chunk_start_ = chunks_.size();
  chunk_refusal_.reset();
  const auto refuse_later = [&](Reply reply, std::string_view rule) {
    chunk_refusal_ = Refused{line_, std::move(reply), std::string(rule)};
    reading_ = Reading::chunk;
  };
  if (is_turning_away_ || !after(state_, verb_of(bdat))) {
    const bool lacks_recipients = state_ == ServerState::mail;
    refuse_later(lacks_recipients ? make_reply(554, "5.5.1", "No valid recipients")
                                  : make_reply(503, "5.5.1", "Say MAIL and RCPT first"),
                 "RFC 3030, section 2");
  } else if (options_.requires_tls && !options_.is_tls_active) {
    refuse_later(make_reply(530, "5.7.0", "Say STARTTLS first"), "RFC 3207, section 4");
  } else if (bdat.octets > octets_max() - std::min<std::uint64_t>(octets_max(), chunks_.size())) {
    refuse_later(make_reply(552, "5.3.4", "The mail is too big"), "RFC 1870, section 6.3");
  } else if (state_ == ServerState::recipients) {
    asked_ = Asked::bdat;
    outbox_.tell(ContentAsked{true});
  } else {
    reading_ = Reading::chunk;
  }
}

bool Server::read_chunk() {
  const std::uint64_t octets = std::min<std::uint64_t>(chunk_octets_left_, reader_.octets_held());
  if (octets == 0 && chunk_octets_left_ > 0) return false;
  const std::string piece = reader_.take(static_cast<std::size_t>(octets));
  if (!chunk_refusal_) chunks_ += piece;
  chunk_octets_left_ -= octets;
  if (chunk_octets_left_ == 0) end_chunk();
  return true;
}

void Server::end_chunk() {
  reading_ = Reading::commands;
  if (chunk_refusal_) {
    // A mail of which a chunk was refused is lost as a whole (RFC 3030, section 2).
    if (state_ == ServerState::recipients || state_ == ServerState::chunks) move(Verb::rset);
    if (state_ == ServerState::ready) forget_transaction();
    const Refused refusal = *std::exchange(chunk_refusal_, std::nullopt);
    refuse(refusal.reply, refusal.rule);
    return;
  }
  outbox_.tell(Heard{{LineKind::content, chunks_.substr(chunk_start_)}});
  if (is_last_chunk_) {
    std::string content = std::exchange(chunks_, {});
    const wire::ContentFaults faults = wire::faults_of(content);
    take_message(std::move(content), faults);
    return;
  }
  move(Verb::bdat);
  say(make_reply(250, "2.0.0", std::to_string(chunks_.size() - chunk_start_) + " octets taken"));
}

void Server::take_message(std::string content, const wire::ContentFaults& faults) {
  const std::uint64_t octets = state_ == ServerState::data ? dots_.octets_seen() : content.size();
  std::string rule;
  if (const auto refusal = refusal_of(octets, faults, rule)) {
    end_transaction();
    line_ = "(content)";
    refuse(*refusal, rule);
    return;
  }
  asked_ = Asked::message;
  outbox_.tell(MessageReceived{transaction_, std::move(content), faults});
}

std::optional<Reply> Server::refusal_of(std::uint64_t octets, const wire::ContentFaults& faults,
                                        std::string& rule) const {
  if (octets > octets_max()) {
    rule = "RFC 1870, section 6.3";
    return make_reply(552, "5.3.4",
                      "The mail is too big: " + std::to_string(octets_max()) + " octets at most");
  }
  const bool is_binary = transaction_.parameters.body == Body::binary_mime;
  const bool is_broken = faults.has_bare_cr || faults.has_bare_lf || faults.has_nul;
  if (options_.refuses_bare_newlines && is_broken && !is_binary) {
    rule = "RFC 5321, section 2.3.8";
    return make_reply(
        554, "5.6.0",
        faults.has_nul ? "The mail holds an octet 0" : "The mail holds a CR or LF alone");
  }
  if (options_.refuses_long_lines && faults.line_octets_max > k_text_line_octets_max &&
      !is_binary) {
    rule = "RFC 5321, section 4.5.3.1.6";
    return make_reply(554, "5.6.0", "A line of the mail is longer than 1000 octets");
  }
  return std::nullopt;
}

}  // namespace mailscope::smtp

// Patterns, claims and expectations from their trees.
#include "sim/scenario/node_view.h"
#include "sim/scenario/read.h"

namespace mailscope::scenario {
namespace {

std::string glob_text(const Node& node) {
  switch (node.kind) {
    case NodeKind::boolean: return node.is_true ? "true" : "false";
    case NodeKind::integer: return std::to_string(node.number);
    default: return node.text;
  }
}

template <class Line>
Line read_line_claim(const NodeView& view) {
  return {view.text("from"), view.text("to"), view.optional_word<Protocol>("protocol"),
          view.text("text")};
}

}  // namespace

Pattern read_pattern(const Node& node) {
  Pattern out;
  for (const Member& member : node.members) {
    if (member.key == "nth") {
      out.nth = static_cast<std::uint32_t>(member.value.number);
    } else if (member.key == "not") {
      for (const Member& negated : member.value.members) {
        out.matches.push_back({negated.key, glob_text(negated.value), true});
      }
    } else {
      out.matches.push_back({member.key, glob_text(member.value), false});
    }
  }
  return out;
}

When read_when(const Node& node) {
  When out;
  if (node.kind == NodeKind::list) {
    for (const Node& alternative : node.items) out.push_back(read_when(alternative).front());
    return out;
  }
  std::vector<WhenKnob> all;
  for (const Member& member : node.members) {
    WhenKnob knob{member.key, {}};
    if (member.value.kind == NodeKind::text) knob.positions.push_back(member.value.text);
    for (const Node& position : member.value.items) knob.positions.push_back(position.text);
    all.push_back(std::move(knob));
  }
  out.push_back(std::move(all));
  return out;
}

Claim read_claim(const Node& node) {
  MUST(node.members.size() == 1);
  const std::string& word = node.members[0].key;
  const NodeView view(node.members[0].value);
  const std::string mailbox = view.text("mailbox", "INBOX");
  if (word == "delivered") return Delivered{view.text("to"), view.text("mail")};
  if (word == "bounced") return Bounced{view.text("to"), view.text("mail")};
  if (word == "refused") return Refused{view.text("with"), view.text("by")};
  if (word == "in-mailbox") {
    return InMailbox{view.text("account"), view.text("mail"), mailbox, view.text("on"),
                     view.number<std::uint32_t>("count", 0)};
  }
  if (word == "deleted")
    return Deleted{view.text("account"), view.text("mail"), mailbox, view.text("on")};
  if (word == "flagged") {
    return Flagged{view.text("account"), view.text("mail"), mailbox, view.text("on"),
                   view.text("flag")};
  }
  if (word == "queue-empty") return QueueEmpty{view.text("on")};
  if (word == "seen") return Seen{view.text("text"), view.text("by")};
  if (word == "learnt") {
    return Learnt{view.text("by"), view.word("secret", SecretKind::password), view.text("of"),
                  view.text("value"), view.optional_word<LearntAt>("at")};
  }
  if (word == "encrypted") return read_line_claim<Encrypted>(view);
  if (word == "in-clear") return read_line_claim<InClear>(view);
  if (word == "transcript-contains") {
    return TranscriptContains{view.text("text"), view.text("by"),
                              view.optional_word<Protocol>("protocol")};
  }
  if (word == "shown") {
    return Shown{view.text("on"), view.text("code"), view.optional_word<Severity>("severity")};
  }
  MUST(word == "happens");
  return Happens{read_pattern(node.members[0].value)};
}

Expectation read_expectation(const Node& node) {
  const NodeView view(node);
  Expectation out;
  out.place = node.place;
  if (const Node* claim = view.find("eventually")) {
    out.claim = read_claim(*claim);
  } else if (const Node* final_claim = view.find("finally")) {
    out.modality = Modality::finally;
    out.claim = read_claim(*final_claim);
  } else if (const Node* never_claim = view.find("never")) {
    out.modality = Modality::never;
    out.claim = read_claim(*never_claim);
  }
  if (const Node* later = view.find("before")) out.later = read_claim(*later);
  if (const Node* since = view.find("since")) out.since = read_claim(*since);
  if (view.find("within") != nullptr) out.within = view.duration("within", Duration{});
  if (const Node* when = view.find("when")) out.when = read_when(*when);
  return out;
}

}  // namespace mailscope::scenario

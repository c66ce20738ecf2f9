// One conversation line by line, as the two hosts have it or as somebody on the wire sees it.
#pragma once

#include <string>
#include <vector>

#include "ui/model/run.h"

namespace mailscope::ui {

enum class Listener { ends, eavesdropper };

struct DialogueLine {
  std::uint32_t step = 0;
  Speaker speaker = Speaker::client;
  std::string text;  // without its last CR LF; several lines in a mail
  std::string end;   // that line end, made visible: "␍␊"; a lone "␊" is a line end to some
  bool is_encrypted = false;
  bool is_unreadable = false;  // for the eavesdropper: `text` describes the octets
  bool is_mail = false;
  bool is_current = false;
  bool is_altered = false;  // heard otherwise than said
  friend bool operator==(const DialogueLine&, const DialogueLine&) = default;
};

inline constexpr std::size_t k_dialogue_lines = 240;

struct DialogueModel {
  ConnectionId connection{};
  std::string title;  // "alice → submission, port 587"
  Protocol protocol = Protocol::none;
  std::string client, server;
  std::string nothing;              // why there are no lines; empty when there are some
  std::size_t earlier = 0;          // lines before these
  std::vector<DialogueLine> lines;  // up to the step, k_dialogue_lines at most
  Listener listener = Listener::ends;
};

// `connection` none: that of the step, or the last one before it.
DialogueModel dialogue_at(const Look& look, Listener listener, ConnectionId connection = {});
std::string to_text(const DialogueModel& dialogue);

// The connection of the step, or of the last step before it that had one; none at the start.
ConnectionId connection_at(const Look& look);

}  // namespace mailscope::ui

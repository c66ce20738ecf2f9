#include "sim/imap/thread.h"

#include <algorithm>
#include <map>
#include <utility>

#include "sim/base/text.h"
#include "sim/imap/base_subject.h"
#include "sim/imap/collation.h"
#include "sim/imap/sort.h"
#include "sim/mime/message.h"

namespace mailscope::imap {
namespace {

constexpr std::size_t k_none = SIZE_MAX;
// Of a longer References field only the end is followed: nobody may make one mail cost more than this.
constexpr std::size_t k_references_max = 1000;

// A mail, or (without a number) one that is only named by others.
struct Node {
  std::uint32_t number = 0;
  std::size_t parent = k_none;
  std::vector<std::size_t> children;
  std::int64_t sent_s = 0;
  std::string subject;  // the key of its base subject
  bool is_reply = false;
  bool has_answer = false;  // it was made somebody's parent
};

Node node_of(const ThreadMail& each, const mime::Header& header) {
  Node node;
  node.number = each.number;
  node.sent_s = sent_at(*each.mail, header);
  if (const auto body = mime::field_text(each.mail->content, header, "Subject")) {
    const BaseSubject base = base_subject(*body);
    node.subject = collation_key(base.text);
    node.is_reply = base.is_reply_or_forward;
  }
  return node;
}

class Forest {
 public:
  std::vector<Node> nodes;
  std::vector<std::size_t> roots;

  bool is_dummy(std::size_t at) const { return nodes[at].number == 0; }
  // Of a dummy: its first child.
  const Node& speaker(std::size_t at) const {
    return is_dummy(at) ? nodes[nodes[at].children.front()] : nodes[at];
  }
  void sort_by_date(std::vector<std::size_t>& siblings) const {
    std::sort(siblings.begin(), siblings.end(), [&](std::size_t a, std::size_t b) {
      const Node &x = speaker(a), &y = speaker(b);
      return std::pair(x.sent_s, x.number) < std::pair(y.sent_s, y.number);
    });
  }
  std::string text() const;
};

// Without recursion: somebody may answer his own mail ten thousand times.
std::string Forest::text() const {
  constexpr std::size_t k_open = k_none - 1, k_close = k_none - 2;
  std::string out;
  std::vector<std::size_t> due;
  const auto push_each = [&](const std::vector<std::size_t>& siblings) {
    for (auto each = siblings.rbegin(); each != siblings.rend(); ++each)
      due.insert(due.end(), {k_close, *each, k_open});
  };
  push_each(roots);
  while (!due.empty()) {
    const std::size_t at = due.back();
    due.pop_back();
    if (at == k_open || at == k_close) {
      out += at == k_open ? '(' : ')';
      continue;
    }
    const std::vector<std::size_t>& children = nodes[at].children;
    if (!is_dummy(at)) out += std::to_string(nodes[at].number);
    if (!is_dummy(at) && !children.empty()) out += ' ';
    if (!is_dummy(at) && children.size() == 1) {
      due.push_back(children.front());
    } else {
      push_each(children);
    }
  }
  return out;
}

// ---- ORDEREDSUBJECT: the first mail of each subject, all others below it ----------------------------

Forest by_subject(const std::vector<ThreadMail>& mails) {
  Forest forest;
  for (const ThreadMail& each : mails) forest.nodes.push_back(node_of(each, header_of(*each.mail)));
  std::vector<std::size_t> order(forest.nodes.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Node &x = forest.nodes[a], &y = forest.nodes[b];
    if (const int subjects = x.subject.compare(y.subject); subjects != 0) return subjects < 0;
    return std::pair(x.sent_s, x.number) < std::pair(y.sent_s, y.number);
  });
  for (const std::size_t at : order) {
    if (forest.roots.empty() ||
        forest.nodes[forest.roots.back()].subject != forest.nodes[at].subject) {
      forest.roots.push_back(at);
    } else {
      forest.nodes[forest.roots.back()].children.push_back(at);
    }
  }
  forest.sort_by_date(forest.roots);
  return forest;
}

// ---- REFERENCES --------------------------------------------------------------------------------------

// "<a@b>", without the quotes that need not be there; only what has an "@" names a mail.
std::vector<std::string> ids_in(std::string_view mail, const mime::Header& header,
                                std::string_view name) {
  std::vector<std::string> ids;
  const auto body = mime::field_text(mail, header, name);
  if (!body) return ids;
  for (const std::string& raw : mime::message_ids(*body)) {
    std::string id;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      if (raw[i] == '\\' && i + 1 < raw.size()) ++i;
      if (raw[i] != '"' || (i > 0 && raw[i - 1] == '\\')) id += raw[i];
    }
    if (id.find('@') != std::string::npos) ids.push_back(std::move(id));
  }
  return ids;
}

class ByReferences {
 public:
  explicit ByReferences(const std::vector<ThreadMail>& mails) {
    for (const ThreadMail& each : mails) take(each);  // step 1
    prune();                                          // steps 2 and 3
    for (Node& node : forest_.nodes) forest_.sort_by_date(node.children);
    forest_.sort_by_date(forest_.roots);  // step 4
    gather();                             // step 5
    for (const std::size_t root : forest_.roots) forest_.sort_by_date(forest_.nodes[root].children);
    forest_.sort_by_date(forest_.roots);  // step 6
  }
  Forest take_forest() { return std::move(forest_); }

 private:
  std::size_t node_named(const std::string& id) {
    const auto [at, is_new] = by_id_.emplace(id, forest_.nodes.size());
    if (is_new) forest_.nodes.emplace_back();
    return at->second;
  }
  bool would_loop(std::size_t parent, std::size_t child) const {
    if (parent == child) return true;
    if (!forest_.nodes[child].has_answer) return false;  // nothing is below it
    for (std::size_t at = parent; at != k_none; at = forest_.nodes[at].parent)
      if (at == child) return true;
    return false;
  }
  void link(std::size_t parent, std::size_t child) {
    if (would_loop(parent, child)) return;
    forest_.nodes[child].parent = parent;
    forest_.nodes[parent].has_answer = true;
  }
  void take(const ThreadMail& each);
  void prune();
  void gather();
  std::size_t merged(std::size_t held, std::size_t current);

  Forest forest_;
  std::map<std::string, std::size_t> by_id_;
};

void ByReferences::take(const ThreadMail& each) {
  const std::string_view content = each.mail->content;
  const mime::Header header = header_of(*each.mail);
  const auto own_ids = ids_in(content, header, "Message-ID");
  // A second mail of the same id is one of its own: the id belongs to the first.
  std::size_t own = own_ids.empty() ? forest_.nodes.size() : node_named(own_ids.front());
  if (own < forest_.nodes.size() && !forest_.is_dummy(own)) own = forest_.nodes.size();
  if (own == forest_.nodes.size()) forest_.nodes.emplace_back();
  Node node = node_of(each, header);
  node.parent = forest_.nodes[own].parent;
  node.has_answer = forest_.nodes[own].has_answer;
  forest_.nodes[own] = std::move(node);

  auto references = ids_in(content, header, "References");
  if (references.empty()) {
    references = ids_in(content, header, "In-Reply-To");
    if (references.size() > 1) references.resize(1);
  }
  std::size_t before = k_none;
  const std::size_t first =
      references.size() > k_references_max ? references.size() - k_references_max : 0;
  for (std::size_t i = first; i < references.size(); ++i) {
    const std::size_t at = node_named(references[i]);
    if (before != k_none && forest_.nodes[at].parent == k_none) link(before, at);
    before = at;
  }
  // What this mail says of itself counts more than what others have said (step 1.B).
  forest_.nodes[own].parent = k_none;
  if (before != k_none) link(before, own);
}

// Mails below a mail that is not here go up to the next one that is, or to the top; what is not here
// stays only where it holds several together at the top.
void ByReferences::prune() {
  std::vector<std::size_t> real(forest_.nodes.size(), k_none);  // of dummies: what they stand for
  std::vector<std::size_t> path;
  const auto real_of = [&](std::size_t at) {
    path.clear();
    while (forest_.is_dummy(at) && real[at] == k_none && forest_.nodes[at].parent != k_none) {
      path.push_back(at);
      at = forest_.nodes[at].parent;
    }
    if (forest_.is_dummy(at) && real[at] != k_none) at = real[at];
    for (const std::size_t each : path) real[each] = at;
    return at;
  };
  std::vector<std::size_t> tops;
  for (std::size_t at = 0; at < forest_.nodes.size(); ++at) {
    if (forest_.is_dummy(at)) {
      if (forest_.nodes[at].parent == k_none) tops.push_back(at);
    } else if (forest_.nodes[at].parent == k_none) {
      forest_.roots.push_back(at);
    } else {
      forest_.nodes[real_of(forest_.nodes[at].parent)].children.push_back(at);
    }
  }
  for (const std::size_t top : tops) {
    const auto& children = forest_.nodes[top].children;
    if (children.size() == 1) forest_.roots.push_back(children.front());
    if (children.size() > 1) forest_.roots.push_back(top);
  }
}

// Threads of one subject become one (step 5).
void ByReferences::gather() {
  std::map<std::string, std::size_t> table;
  for (const std::size_t at : forest_.roots) {
    const Node& speaker = forest_.speaker(at);
    if (speaker.subject.empty()) continue;
    const auto [held, is_new] = table.emplace(speaker.subject, at);
    if (is_new || forest_.is_dummy(held->second)) continue;
    const bool is_better = forest_.is_dummy(at) ||
                           (forest_.nodes[held->second].is_reply && !forest_.nodes[at].is_reply);
    if (is_better) held->second = at;
  }
  std::vector<std::size_t> roots;
  std::map<std::size_t, std::size_t> replaced;  // by a new dummy
  for (const std::size_t at : forest_.roots) {
    if (const auto now = replaced.find(at); now != replaced.end()) {
      roots.push_back(now->second);  // taken in before its own turn came
      continue;
    }
    const std::string subject = forest_.speaker(at).subject;
    const auto held = subject.empty() ? table.end() : table.find(subject);
    if (held == table.end() || held->second == at) {
      roots.push_back(at);
      continue;
    }
    const std::size_t now = merged(held->second, at);
    if (now != held->second) replaced.emplace(std::exchange(held->second, now), now);
  }
  for (std::size_t& root : roots) {
    const auto now = replaced.find(root);
    if (now != replaced.end()) root = now->second;
  }
  forest_.roots = std::move(roots);
}

// What stands in the table for both. Children are put in order later, all at once.
std::size_t ByReferences::merged(std::size_t held, std::size_t current) {
  std::vector<Node>& nodes = forest_.nodes;
  if (forest_.is_dummy(held) && forest_.is_dummy(current)) {
    nodes[held].children.insert(nodes[held].children.end(), nodes[current].children.begin(),
                                nodes[current].children.end());
  } else if (forest_.is_dummy(held) || (nodes[current].is_reply && !nodes[held].is_reply)) {
    nodes[held].children.push_back(current);
  } else {
    nodes.emplace_back();
    nodes.back().children = {held, current};
    return nodes.size() - 1;
  }
  return held;
}

}  // namespace

ThreadRequest parse_thread(Scanner& scanner) {
  ThreadRequest request;
  const std::string name = scanner.keyword("an algorithm");
  if (name == "ORDEREDSUBJECT") {
    request.algorithm = ThreadAlgorithm::ordered_subject;
  } else if (name != "REFERENCES") {
    scanner.fail("THREAD knows no algorithm '" + visible(name.substr(0, 30)) + "'");
  }
  scanner.space();
  request.search = parse_search_in_charset(scanner);
  return request;
}

std::string threads_text(ThreadAlgorithm algorithm, const std::vector<ThreadMail>& mails) {
  return algorithm == ThreadAlgorithm::ordered_subject ? by_subject(mails).text()
                                                       : ByReferences(mails).take_forest().text();
}

}  // namespace mailscope::imap

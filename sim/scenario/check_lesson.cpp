// Ids, knobs, hosts and right answers of a lesson file.
#include <algorithm>

#include "sim/base/text.h"
#include "sim/scenario/node_view.h"
#include "sim/scenario/references.h"

namespace mailscope::scenario {
namespace {

class LessonChecker {
 public:
  LessonChecker(const Node& lesson, const Scenario& scenario, const std::set<std::string>& hosts,
                Faults& faults)
      : lesson_(lesson), scenario_(scenario), hosts_(hosts.begin(), hosts.end()), faults_(faults) {}

  void check() {
    check_knobs();
    for (const std::string_view part : {"story", "questions", "goals"}) check_ids(part);
    std::vector<std::string> knobs;
    for (const Knob& knob : scenario_.knobs) knobs.push_back(knob.id);
    for (const std::string_view part : {"script", "story", "questions", "goals", "expectations"}) {
      for (const Node& item : lesson_.items(part)) {
        each_when(item, [&](const Node& when) { check_when(when, knobs); });
      }
    }
    for (const Node& line : lesson_.items("story")) check_pattern(*line.find("at"));
    for (const Node& question : lesson_.items("questions")) check_question(question);
    for (const Node& goal : lesson_.items("goals")) check_expectation(goal);
    for (const Node& expectation : lesson_.items("expectations")) check_expectation(expectation);
    check_texts(lesson_.node(), faults_);
  }

 private:
  void add(TextPlace place, std::string what, std::string mend) {
    faults_.push_back({FaultKind::meaning, place, std::move(what), std::move(mend)});
  }

  void check_name(const Node& node, const std::string& kind,
                  const std::vector<std::string>& known) {
    if (std::find(known.begin(), known.end(), node.text) != known.end()) return;
    const std::string near = nearest(node.text, known);
    std::string mend = "write " + (near.empty() ? listed(known) : '"' + near + '"');
    if (known.empty()) mend = "add one, or remove this";
    add(node.place, "there is no " + kind + " \"" + node.text + '"', std::move(mend));
  }

  void check_host(const Node* node) {
    if (node != nullptr) check_name(*node, "host", hosts_);
  }

  static std::vector<std::string> position_ids(const Knob& knob) {
    std::vector<std::string> ids;
    for (const Position& position : knob.positions) ids.push_back(position.id);
    return ids;
  }

  void check_knobs() {
    std::vector<std::string> earlier;  // a knob may depend on those before it
    for (const Member& member : lesson_.members("knobs")) {
      const Knob* knob = knob_of(scenario_, member.key);
      check_name(*member.value.find("default"), "position", position_ids(*knob));
      each_when(member.value, [&](const Node& when) { check_when(when, earlier, member.key); });
      earlier.push_back(member.key);
    }
  }

  // Each alternative of the "when" of a part of the lesson.
  template <class Check>
  static void each_when(const Node& part, const Check& check_one) {
    const Node* when = part.find("when");
    if (when == nullptr) return;
    if (when->kind == NodeKind::object) check_one(*when);
    for (const Node& alternative : when->items) check_one(alternative);
  }

  // `knobs` are those that it may name; `own` is the knob whose "when" it is.
  void check_when(const Node& when, const std::vector<std::string>& knobs,
                  const std::string& own = {}) {
    for (const Member& member : when.members) {
      const Knob* knob = knob_of(scenario_, member.key);
      const bool may_be_named = std::find(knobs.begin(), knobs.end(), member.key) != knobs.end();
      if (!may_be_named && knob != nullptr) {
        add_too_early(member, own);
        continue;
      }
      if (!may_be_named) {
        Node name;
        name.text = member.key, name.place = member.key_place;
        check_name(name, "knob", knobs);
        continue;
      }
      if (member.value.kind == NodeKind::text)
        check_name(member.value, "position", position_ids(*knob));
      for (const Node& position : member.value.items)
        check_name(position, "position", position_ids(*knob));
    }
  }

  // Knobs come into force one after the other, so each can look back only.
  void add_too_early(const Member& named, const std::string& own) {
    const std::string name = "the knob \"" + named.key + '"';
    if (named.key == own) {
      return add(named.key_place, name + " depends on itself",
                 "name a knob that stands before it, or remove this");
    }
    add(named.key_place, name + " stands later in the file",
        "move it before the knob that depends on it");
  }

  void check_ids(std::string_view part) {
    std::set<std::string> seen;
    for (const Node& item : lesson_.items(part)) {
      const Node& id = *item.find("id");
      if (!seen.insert(id.text).second) {
        add(id.place, "the id \"" + id.text + "\" is used twice", "give one of them another id");
      }
    }
  }

  void check_pattern(const Node& pattern) {
    for (const std::string_view field : {"host", "peer", "wire-of"}) {
      check_host(pattern.find(field));
      if (const Node* negated = pattern.find("not")) check_host(negated->find(field));
    }
  }

  void check_claim(const Node& claim) {
    const std::string& word = claim.members[0].key;
    const Node& body = claim.members[0].value;
    if (word == "happens") return check_pattern(body);
    check_host(body.find("on"));
    check_host(body.find("by"));
    if (word == "encrypted" || word == "in-clear") {
      check_host(body.find("from"));
      check_host(body.find("to"));
    }
  }

  void check_expectation(const Node& node) {
    for (const std::string_view key : {"eventually", "finally", "never", "before", "since"}) {
      if (const Node* claim = node.find(key)) check_claim(*claim);
    }
  }

  void check_question(const Node& question) {
    const NodeView view(question);
    check_pattern(*view.find("at"));
    for (const Node& item : view.items("items")) check_pattern(*item.find("at"));
    for (const Node& miss : view.items("misses")) check_pattern(*miss.find("at"));
    if (const Node* find = view.find("find")) check_pattern(*find);
    check_right_answers(view);
    std::vector<std::string> goals;
    for (const Goal& goal : scenario_.goals) goals.push_back(goal.id);
    for (const Node& goal : view.items("goals")) check_name(goal, "goal", goals);
    std::set<std::string> replies;
    for (const Node& choice : view.items("choices")) {
      const Node& reply = *choice.find("reply");
      if (!replies.insert(reply.text).second)
        add(reply.place, "this choice is here twice", "remove one");
    }
  }

  void check_right_answers(const NodeView& question) {
    const Node* answers = question.find("answers");
    if (answers == nullptr) return;
    std::size_t right = 0;
    for (const Node& answer : answers->items)
      right += NodeView(answer).flag("right", false) ? 1U : 0U;
    const bool is_one = question.text("kind") == "choose-one";
    if (right == 0) {
      add(answers->place, "no answer is right",
          "write \"right\": true at " + std::string(is_one ? "the right one" : "each right one"));
    } else if (is_one && right > 1) {
      add(answers->place, "more than one answer is right",
          "leave one, or make the question's kind \"choose-several\"");
    }
  }

  NodeView lesson_;
  const Scenario& scenario_;
  std::vector<std::string> hosts_;
  Faults& faults_;
};

}  // namespace

void check_lesson(const Node& lesson, const Scenario& scenario, const std::set<std::string>& hosts,
                  Faults& faults) {
  LessonChecker(lesson, scenario, hosts, faults).check();
}

}  // namespace mailscope::scenario

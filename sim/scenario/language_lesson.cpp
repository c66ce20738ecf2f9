// The shapes of a lesson around its world: texts, knobs, story, questions, goals, expectations.
#include "sim/scenario/formats.h"
#include "sim/scenario/language.h"
#include "sim/scenario/language_words.h"
#include "sim/trace/knowledge.h"
#include "sim/trace/names.h"

namespace mailscope::scenario {
namespace {

ShapePtr protocol() { return word_of("a protocol", words_of(k_protocols)); }

Key host_key(const std::string& name, const std::string& what) { return may(name, id(), what); }

// Keys by which the claims name a mail.
Key mail_key() {
  return may("mail", some_text(), "its subject (\"*\" for any run of characters); default: any");
}

std::vector<Key> claims() {
  const Key account = need("account", text_by(k_mail_address), "whose mailbox");
  const Key on = host_key("on", "the host whose mailbox it is; default: any");
  const Key mailbox = may("mailbox", some_text(), "default INBOX");
  return {
      may("happens", pattern_shape(), "a record that matches"),
      may("delivered",
          object_of("\"delivered\"",
                    {need("to", text_by(k_mail_address), "the recipient"), mail_key()}),
          "a server put the mail into the recipient's mailbox"),
      may("bounced",
          object_of("\"bounced\"",
                    {need("to", text_by(k_mail_address), "the recipient"), mail_key()}),
          "a server gave up on this recipient"),
      may("refused",
          object_of("\"refused\"", {need("with", some_text(), "the reply, such as \"550*\""),
                                    host_key("by", "the host that refuses; default: any")}),
          "a server answered so"),
      may("in-mailbox",
          object_of("\"in-mailbox\"",
                    {account, mail_key(), mailbox, on,
                     may("count", integer(1, 100'000), "exactly so many; default: one or more")}),
          "the mail lies there"),
      may("deleted", object_of("\"deleted\"", {account, mail_key(), mailbox, on}),
          "the mail was removed there"),
      may("flagged",
          object_of("\"flagged\"", {account, mail_key(), mailbox, on,
                                    need("flag", some_text(), "such as \"\\\\Seen\"")}),
          "the mail has this flag there"),
      may("queue-empty", object_of("\"queue-empty\"", {need("on", id(), "the host")}),
          "nothing waits there"),
      may("seen",
          object_of("\"seen\"", {need("text", some_text(), "octets that stand in a line"),
                                 need("by", id(), "the host that can read them")}),
          "the text passed this host in clear, or was said to it"),
      may("learnt",
          object_of("\"learnt\"",
                    {need("by", id(), "the host"),
                     need("secret", word_of("a kind of secret", words_of(k_secret_kinds)),
                          "which kind of secret"),
                     may("of", some_text(), "whose; default: anybody's"),
                     may("at", word_of("a place to learn it", words_of(k_learnt_at)),
                         "on a wire, at a server, in a log; default: anywhere"),
                     may("value", some_text(), "what it is; default: any")}),
          "the host has learnt such a secret"),
      may("encrypted",
          object_of("\"encrypted\"", {need("from", id(), "who speaks"), need("to", id(), "to whom"),
                                      may("protocol", protocol(), "default: any"),
                                      may("text", some_text(), "the line; default: any")}),
          "a line was said under TLS"),
      may("in-clear",
          object_of("\"in-clear\"", {need("from", id(), "who speaks"), need("to", id(), "to whom"),
                                     may("protocol", protocol(), "default: any"),
                                     may("text", some_text(), "the line; default: any")}),
          "a line was said without TLS"),
      may("transcript-contains",
          object_of("\"transcript-contains\"",
                    {need("text", some_text(), "octets that stand in a line"),
                     host_key("by", "who says it; default: anybody"),
                     may("protocol", protocol(), "default: any")}),
          "somebody said a line with this in it"),
      may("shown",
          object_of(
              "\"shown\"",
              {need("on", id(), "the host"), need("code", some_text(), "the message's code"),
               may("severity", word_of("a severity", words_of(k_severities)), "default: any")}),
          "a program told its user so"),
  };
}

std::vector<Key> expectation_keys() {
  return {may("eventually", claim_shape(), "is true at some time"),
          may("finally", claim_shape(), "is true at the end of the run"),
          may("never", claim_shape(), "is true at no time"),
          may("before", claim_shape(),
              "one looks only until this happens; with \"eventually\" and \"finally\" it must"),
          may("within", text_by(k_duration), "one looks only for so long"),
          may("since", claim_shape(),
              "with \"within\": counted from here; default: from the beginning of the run"),
          may("when", when_shape(), "knob positions in which it is promised; default: all")};
}

ShapePtr expectation_of(const std::string& name, std::vector<Key> keys) {
  auto shape = std::make_shared<Shape>(*object_of(name, std::move(keys)));
  shape->one_of = {"eventually", "finally", "never"};
  shape->needs_other = {{"since", "within"}};
  return shape;
}

std::pair<std::string, ShapePtr> question(const std::string& kind, std::vector<Key> own) {
  std::vector<Key> keys{
      need("id", id(), "stays the same for ever: progress is kept under it"),
      need("at", pattern_shape(), "where it is asked: before the learner sees this record"),
      may("when", when_shape(), "knob positions in which it is asked; default: all"),
      need("text", both_texts_shape(), "the question")};
  keys.insert(keys.end(), own.begin(), own.end());
  return {kind, object_of("the question \"" + kind + '"', std::move(keys))};
}

Key why() { return need("why", both_texts_shape(), "what is so, and why"); }

}  // namespace

const ShapePtr& both_texts_shape() {
  static const ShapePtr shape =
      object_of("a text in two languages", {need("en", some_text(), "the text in English"),
                                            need("ru", some_text(), "the text in Russian")});
  return shape;
}

const ShapePtr& when_shape() {
  static const ShapePtr position =
      either_of("a position, or a list of them", {id(), list_of(id(), 1)});
  static const ShapePtr all = map_of("\"when\"", k_id, position, 1);
  static const ShapePtr shape =
      either_of("knob positions, or a list of alternatives", {all, list_of(all, 1)});
  return shape;
}

const ShapePtr& claim_shape() {
  static const ShapePtr shape = one_key_of("a claim", claims());
  return shape;
}

const ShapePtr& expectation_shape() {
  static const ShapePtr shape = expectation_of("an expectation", expectation_keys());
  return shape;
}

const ShapePtr& question_shape() {
  static const ShapePtr answer =
      object_of("an answer", {need("text", both_texts_shape(), "the answer"),
                              may("right", boolean(), "default false"), why()});
  static const ShapePtr choice = object_of(
      "a choice", {need("reply", text_by(k_reply), "class, code or enhanced code"), why()});
  static const ShapePtr item =
      object_of("an item", {need("text", both_texts_shape(), "what the learner reads"),
                            need("at", pattern_shape(), "where it happens")});
  static const ShapePtr pair =
      object_of("a pair", {need("left", both_texts_shape(), "one side"),
                           need("right", both_texts_shape(), "what belongs to it")});
  static const ShapePtr slip =
      object_of("a slip", {need("typed", some_text(), "what was typed, \"*\" for any run"), why()});
  static const ShapePtr miss =
      object_of("a miss", {need("at", pattern_shape(), "the step that was clicked"), why()});
  static const ShapePtr shape = tagged_by(
      "a question", "kind",
      {question("choose-one", {need("answers", list_of(answer, 2), "exactly one is right")}),
       question("choose-several", {need("answers", list_of(answer, 2), "one or more are right")}),
       question("predict-reply",
                {need("choices", list_of(choice, 2), "the trace decides which is right")}),
       question("order-steps", {need("items", list_of(item, 2), "in the right order"), why()}),
       question("match", {need("pairs", list_of(pair, 2), "each as it is right"), why()}),
       question("type-command",
                {need("protocol", protocol(), "whose parser reads it"),
                 need("command", some_text(), "the right one"),
                 may("slips", list_of(slip), "wrong ones that are worth a word"), why()}),
       question("find-step",
                {need("find", pattern_shape(), "a step that is right"),
                 may("misses", list_of(miss), "wrong ones that are worth a word"), why()}),
       question("repair",
                {need("goals", list_of(id(), 1), "ids of the goals that must hold then"), why()})});
  return shape;
}

const ShapePtr& scenario_shape() {
  static const ShapePtr position = object_of(
      "a position", {need("title", both_texts_shape(), "what the learner reads on it"),
                     may_patch("effect", world_shape(), "a merge patch (RFC 7396) on \"world\"")});
  static const ShapePtr knob = object_of(
      "a knob",
      {need("title", both_texts_shape(), "what is turned"),
       may("section", both_texts_shape(),
           "begins a section of a form under this heading; the knobs after it belong to it, too"),
       may("when", when_shape(),
           "positions of earlier knobs in which it counts and is shown; default: all"),
       need("default", id(), "the position in which the lesson begins"),
       need("positions", map_of("the positions", k_id, position, 2), "at least two, by id")});
  static const ShapePtr story =
      object_of("a line of the story",
                {need("id", id(), "names it for links"),
                 need("at", pattern_shape(), "from where on it is read"),
                 may("when", when_shape(), "knob positions in which it is told; default: all"),
                 need("text", both_texts_shape(), "what happens here, and why"),
                 may("rule", some_text(), "\"RFC 5321, section 4.1.1.1\"")});
  static const ShapePtr goal = [] {
    std::vector<Key> keys = expectation_keys();
    keys.insert(
        keys.begin(),
        {need("id", id(), "names it"), need("text", both_texts_shape(), "what is to be reached"),
         may("hints", list_of(both_texts_shape()), "on demand, one after the other")});
    return expectation_of("a goal", std::move(keys));
  }();
  static const ShapePtr shape = object_of(
      "a scenario",
      {may("$schema", any_text(), "for editors: \"../schema.json\""),
       need("id", id(), "the file's name without \".json\""),
       need("chapter", id(), "the folder's name"),
       need("level", word_of("a level", {"beginner", "intermediate", "advanced"}), "for whom"),
       need("minutes", integer(1, 120), "how long it takes"),
       need("title", both_texts_shape(), "the title"),
       need("promise", both_texts_shape(), "what one will be able to do after it, one sentence"),
       may("needs", list_of(id()), "lessons that should come first"),
       need("world", world_shape(), "the hosts before anything happens"),
       need("script", script_shape(), "what people do"),
       may("knobs", map_of("the knobs", k_id, knob), "what the learner can change, by id"),
       may("story", list_of(story), "what the learner reads, step by step"),
       may("questions", list_of(question_shape()), "what the learner is asked"),
       may("goals", list_of(goal), "what the learner can reach by turning knobs and settings"),
       need("expectations", list_of(expectation_shape(), 1), "what every run must show"),
       need("sources", list_of(some_text(), 1), "RFCs, papers, vendors' documentation")});
  return shape;
}

const ShapePtr& catalogue_shape() {
  static const ShapePtr chapter =
      object_of("a chapter", {need("id", id(), "the folder's name"),
                              need("title", both_texts_shape(), "the title"),
                              need("lessons", list_of(id()), "ids, in order")});
  static const ShapePtr shape =
      object_of("a catalogue", {may("$schema", any_text(), "for editors"),
                                need("chapters", list_of(chapter, 1), "in order")});
  return shape;
}

}  // namespace mailscope::scenario

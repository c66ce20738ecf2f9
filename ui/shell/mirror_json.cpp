// The mirror's JSON; the labels of its controls are translated here, so that the page knows no words.
#include "sim/base/text.h"
#include "ui/shell/mirror.h"
#include "ui/shell/mirror_parts_json.h"
#include "ui/text/setting_names.h"

namespace mailscope::ui {
namespace {

Json toolbar(const ScreenModel& screen, const Words& words) {
  Json list = Json::array();
  list.push_back(control_json(words.tr("To the beginning"), "first", {}, false, screen.can_back));
  list.push_back(control_json(words.tr("Previous step"), "back", {}, false, screen.can_back));
  list.push_back(control_json(screen.is_playing ? words.tr("Pause") : words.tr("Play"), "play", {},
                              screen.is_playing, screen.has_lesson));
  list.push_back(control_json(words.tr("Next step"), "forward", {}, false, screen.can_forward));
  list.push_back(control_json(words.tr("To the end"), "last", {}, false, screen.can_forward));
  return list;
}

Json languages_json(const Words& words) {
  Json list = Json::array();
  for (const Language& language : languages()) {
    list.push_back(control_json(std::string(language.own_name), "language",
                                std::string(language.code), language.code == words.code()));
    list.back()["code"] = language.code;
  }
  return list;
}

Json story(const StoryModel& story) {
  return Json{{"position", story.position},
              {"time", story.time},
              {"headline", story.headline},
              {"why", story.why},
              {"rule", story.rule},
              {"title", story.title},
              {"paragraphs", story.paragraphs},
              {"fresh", story.is_fresh}};
}

Json knobs(const KnobsModel& model) {
  Json list = Json::array();
  for (const ShownKnob& knob : model.knobs) {
    Json values = Json::array();
    for (const ShownKnobValue& value : knob.values) {
      values.push_back(
          control_json(value.label, "knob", knob.id + "=" + value.id, value.is_chosen));
    }
    list.push_back({{"id", knob.id},
                    {"section", knob.section},
                    {"title", knob.title},
                    {"values", std::move(values)}});
  }
  return list;
}

Json dialogue(const DialogueModel& model, const Words& words) {
  Json lines = Json::array();
  for (const DialogueLine& line : model.lines) {
    const bool is_client = line.speaker == Speaker::client;
    lines.push_back({{"who", is_client ? "C" : "S"},
                     {"name", is_client ? model.client : model.server},
                     {"text", line.is_mail ? line.text : visible(line.text)},
                     {"note", line.is_altered     ? words.tr("heard instead")
                              : line.is_encrypted ? words.tr("encrypted")
                                                  : ""},
                     {"current", line.is_current},
                     {"step", line.step}});
  }
  return Json{{"title", model.title},
              {"nothing", model.nothing},
              {"eavesdropper", control_json(words.tr("As an eavesdropper sees it"), "eavesdropper",
                                            {}, model.listener == Listener::eavesdropper)},
              {"lines", std::move(lines)}};
}

Json pairs(const std::vector<ShownPair>& list) {
  Json made = Json::array();
  for (const ShownPair& pair : list) made.push_back({{"key", pair.key}, {"value", pair.value}});
  return made;
}

Json mails(const std::vector<ShownMail>& list, const Words& words) {
  Json made = Json::array();
  for (const ShownMail& mail : list) {
    made.push_back((mail.subject.empty() ? words.tr("(no subject)") : mail.subject) + ": " +
                   mail.from + " → " + mail.to + (mail.note.empty() ? "" : " · " + mail.note));
  }
  return made;
}

// A host from the inside, with what can be changed there; the other hosts to choose from.
Json host(const ScreenModel& screen, const Words& words) {
  const HostModel& model = screen.host;
  if (model.id.is_none()) return nullptr;
  Json all = Json::array();
  for (const MapHost& other : screen.map.hosts) {
    all.push_back(
        control_json(other.name, "host", std::to_string(other.id.value), other.id == model.id));
  }
  Json mailboxes = Json::array();
  for (const ShownMailbox& mailbox : model.mailboxes)
    mailboxes.push_back({{"title", mailbox.title}, {"mails", mails(mailbox.mails, words)}});
  Json settings = Json::array();
  for (const ShownSetting& setting : model.settings) {
    Json choices = Json::array();  // what is said, and what it is called
    for (const std::string& choice : setting.choices)
      choices.push_back({choice, setting_value(words, setting.key, choice)});
    settings.push_back({{"name", setting.name},
                        {"value", setting.value},
                        {"words", setting_value(words, setting.key, setting.value)},
                        {"can_change", setting.can_change},
                        {"choices", std::move(choices)},
                        {"argument", model.name + "." + setting.key + "="}});
  }
  Json log = Json::array();
  for (const LogLine& line : model.log) {
    log.push_back({{"time", line.time},
                   {"text", line.text},
                   {"detail", line.detail},
                   {"keeps", line.keeps.empty() ? std::string()
                                                : fill(words.tr("stays in the log: {what}"),
                                                       {{"what", line.keeps}})},
                   {"current", line.is_current}});
  }
  return Json{{"name", model.name},
              {"caption", model.caption},
              {"address", model.address},
              {"hosts", std::move(all)},
              {"doors", pairs(model.doors)},
              {"queue", mails(model.queue, words)},
              {"mailboxes", std::move(mailboxes)},
              {"cache", pairs(model.dns_cache)},
              {"screens", model.screens},
              {"settings", std::move(settings)},
              {"log", std::move(log)}};
}

Json lessons(const LessonListModel& model, const Words& words) {
  Json chapters = Json::array();
  for (const ListedChapter& chapter : model.chapters) {
    Json list = Json::array();
    for (const ListedLesson& lesson : chapter.lessons) {
      Json made = control_json(lesson.title, "lesson", lesson.id, lesson.is_open);
      made["summary"] = lesson.summary;
      made["minutes"] = lesson.minutes;
      made["done"] = lesson.is_done ? words.tr("done") : "";
      list.push_back(std::move(made));
    }
    chapters.push_back({{"title", chapter.title}, {"lessons", std::move(list)}});
  }
  return chapters;
}

Json secrets(const SecretsModel& model, const Words& words) {
  Json list = Json::array();
  for (const Knower& knower : model.knowers) {
    Json learnt = Json::array();
    for (const ShownSecret& secret : knower.secrets) {
      learnt.push_back(secret.name + ": " + visible(secret.value));
    }
    list.push_back(
        {{"title", fill(knower.secrets.empty() ? words.tr("{name} has learnt nothing so far.")
                                               : words.tr("{name} has learnt so far:"),
                        {{"name", knower.name}})},
         {"learnt", std::move(learnt)}});
  }
  return list;
}

// In words for the learner, in numbers for whoever keeps the marks.
Json score(const Score& score, const std::string& text) {
  return Json{{"text", text},          {"asked", score.asked}, {"right", score.right},
              {"once", score.at_once}, {"goals", score.goals}, {"met", score.goals_met},
              {"seen", score.is_seen}};
}

}  // namespace

std::string mirror_json(App& app) {
  const ScreenModel& screen = app.screen();
  const Words& words = app.words();
  Json json;
  json["revision"] = app.revision();
  json["language"] = app.language();
  json["theme"] = is_dark(app.theme()) ? "dark" : "light";
  json["link"] = app.link();
  json["lesson"] = {{"id", app.lesson_id()}, {"title", screen.lesson_title}};
  json["playing"] = screen.is_playing;
  json["step"] = {{"index", screen.timeline.current},
                  {"count", screen.timeline.count == 0 ? 0 : screen.timeline.count - 1}};
  json["level"] = static_cast<int>(screen.level);
  json["filter"] = screen.ladder_filter.text;
  json["problem"] = screen.problem;
  json["difference"] = screen.difference;
  Json done = Json::array();
  for (const auto& [id, lesson] : app.progress()) {
    if (lesson.is_done) done.push_back(id);
  }
  json["done"] = std::move(done);
  json["sheet"] = {{"number", app.sheet_number()}, {"name", app.sheet()}};
  json["presenting"] = app.is_presenting();
  json["notice"] = {{"number", app.notice_number()}, {"text", app.notice()}};
  json["score"] = score(app.score(), screen.score);
  json["labels"] = {
      {"changes", words.tr("Change this run")},
      {"host", words.tr("Host")},
      {"doors", words.tr("Doors")},
      {"queue", words.tr("Queue")},
      {"empty", words.tr("empty")},
      {"cache", words.tr("DNS cache")},
      {"screens", words.tr("On its screen")},
      {"settings", words.tr("Settings")},
      {"setting_note", words.tr("From this step on; the run is made again with it.")},
      {"set", words.tr("Set it")},
      {"log", words.tr("Log")},
      {"everything", words.tr("Everything that can be done")},
      {"lessons", words.tr("Lessons")},
      {"story", words.tr("Story")},
      {"question", words.tr("Question")},
      {"knobs", words.tr("What if?")},
      {"dialogue", words.tr("Dialogue")},
      {"secrets", words.tr("Secrets")},
      {"who", words.tr("Who")},
      {"said", words.tr("What was said")},
      {"note", words.tr("Note")},
      {"language", words.tr("Language")},
      {"controls", words.tr("Controls")},
      {"text_view", words.tr("Text view")},
      {"picture", words.tr("Picture")},
      {"canvas",
       words.tr("The picture of the mail system. Everything in it is in the text view, too.")}};
  json["toolbar"] = toolbar(screen, words);
  json["languages"] = languages_json(words);
  json["theme_control"] = control_json(words.tr("Light or dark"), "theme");
  json["story"] = story(screen.story);
  json["question"] = question_json(app);
  json["goals"] = goals_json(app);
  json["why"] = why_json(app);
  json["compare"] = compare_json(app);
  json["knobs"] = knobs(screen.knobs);
  json["dialogue"] = dialogue(screen.dialogue, words);
  json["secrets"] = secrets(screen.secrets, words);
  json["host"] = host(screen, words);
  json["lessons"] = lessons(screen.lessons, words);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace mailscope::ui

// Sentences for records, short: the view has longer ones.
#include "sim/scenario/why_words.h"

#include "sim/base/text.h"
#include "sim/trace/pattern.h"
#include "sim/trace/steps.h"

namespace mailscope::scenario {
namespace {

std::string line_of(const std::string& text) {
  return visible(trim(std::string_view(text).substr(0, text.find('\r'))));
}

std::string facts_text(const Facts& facts) {
  std::string out;
  for (const auto& [key, value] : facts) {
    if (value.empty() || key == "setting") continue;
    out += (out.empty() ? "" : ", ") + key + " " + visible(value);
  }
  return out.empty() ? out : " (" + out + ")";
}

BothTexts drop_words(DropReason reason) {
  switch (reason) {
    case DropReason::firewall:
      return {"a firewall drops the packet", "межсетевой экран отбрасывает пакет"};
    case DropReason::middlebox:
      return {"a box drops the packet", "устройство на линии отбрасывает пакет"};
    case DropReason::cut:
      return {"the wire is cut: the packet is lost", "линия оборвана: пакет потерян"};
    case DropReason::no_such_host:
      return {"nobody has this address", "такого адреса ни у кого нет"};
    case DropReason::no_such_port:
      return {"nobody listens at this port", "этот порт никто не слушает"};
    case DropReason::corrupt: return {"the packet is corrupt", "пакет повреждён"};
  }
  return {};
}

BothTexts end_words(EndReason reason) {
  switch (reason) {
    case EndReason::closed: return {"closed", "закрыто"};
    case EndReason::reset: return {"reset by the other side", "сброшено другой стороной"};
    case EndReason::refused:
      return {"refused: nobody listens there", "отказ: порт никто не слушает"};
    case EndReason::timed_out: return {"timed out: no answer came", "время вышло: ответа нет"};
    case EndReason::unreachable: return {"the host cannot be reached", "узел недостижим"};
    case EndReason::cut: return {"the wire was cut", "линия оборвана"};
  }
  return {};
}

BothTexts verdict_words(Verdict verdict) {
  switch (verdict) {
    case Verdict::accepted: return {"accepted", "принято"};
    case Verdict::refused: return {"refused", "отказано"};
    case Verdict::deferred: return {"put off", "отложено"};
    case Verdict::ignored: return {"ignored", "оставлено без внимания"};
    case Verdict::noted: return {"noted", "отмечено"};
  }
  return {};
}

BothTexts joined(const std::string& who, const BothTexts& what) {
  return {who + ": " + what.en, who + ": " + what.ru};
}

}  // namespace

WhyWords::WhyWords(const Trace& trace) : names_(host_names(trace)) {}

std::string WhyWords::name(HostId host) const {
  if (host.is_none() || host.value > names_.size()) return {};
  return names_[host.value - 1];
}

BothTexts WhyWords::words(const Record& record, WhyKind kind) const {
  const std::string host = name(record.place.host), peer = name(record.place.peer);
  if (const auto* said = std::get_if<Said>(&record.payload)) {
    const std::string line = "`" + line_of(said->text) + "`";
    return {host + " says to " + peer + ": " + line, host + " говорит " + peer + ": " + line};
  }
  if (const auto* heard = std::get_if<Understood>(&record.payload)) {
    const std::string line = "`" + line_of(heard->text) + "`";
    if (kind == WhyKind::heard)
      return {host + " hears " + line + ", which " + peer + " did not say",
              host + " слышит " + line + ", а " + peer + " этого не говорил"};
    return {host + " hears " + line, host + " слышит " + line};
  }
  if (const auto* decision = std::get_if<Decision>(&record.payload)) {
    const BothTexts verdict = verdict_words(decision->verdict);
    const std::string code = decision->code + facts_text(decision->facts);
    return {host + " decides: " + verdict.en + ", " + code,
            host + " решает: " + verdict.ru + ", " + code};
  }
  if (const auto* setting = std::get_if<SettingChanged>(&record.payload)) {
    const std::string text = setting->key + " = " + visible(setting->value.substr(0, 120));
    return {"a setting of " + host + ": " + text, "настройка " + host + ": " + text};
  }
  if (const auto* act = std::get_if<PersonActed>(&record.payload)) {
    const std::string who = act->person.empty() ? host : act->person + " (" + host + ")";
    return {who + " does: " + act->action + facts_text(act->facts),
            "действие: " + who + ", " + act->action + facts_text(act->facts)};
  }
  if (std::holds_alternative<PacketChanged>(record.payload))
    return {host + " changes the packet on its way", host + " меняет пакет по дороге"};
  if (std::holds_alternative<PacketSent>(record.payload))
    return {host + " makes up a packet in " + peer + "'s stead", host + " подделывает пакет"};
  if (const auto* dropped = std::get_if<PacketDropped>(&record.payload))
    return joined(host.empty() ? peer : host, drop_words(dropped->reason));
  if (const auto* ended = std::get_if<ConnectionEnded>(&record.payload)) {
    const BothTexts reason = end_words(ended->reason);
    return {host + "'s connection with " + peer + ": " + reason.en,
            "соединение " + host + " с " + peer + ": " + reason.ru};
  }
  if (const auto* lookup = std::get_if<LookupDone>(&record.payload)) {
    std::string answers;
    for (const std::string& answer : lookup->answers) answers += " " + answer;
    const std::string what = lookup->name + " " + lookup->type + ": " + lookup->outcome + answers;
    return {host + " looked up " + what, host + " узнал из DNS: " + what};
  }
  if (const auto* failed = std::get_if<TlsFailed>(&record.payload))
    return {
        host + "'s TLS handshake fails: " + failed->code + facts_text(failed->facts),
        "рукопожатие TLS у " + host + " не удалось: " + failed->code + facts_text(failed->facts)};
  if (const auto* queued = std::get_if<MailQueued>(&record.payload))
    return {host + " has taken the mail " + queued->queue_id + " into its queue",
            "письмо " + queued->queue_id + " в очереди у " + host};
  if (const auto* later = std::get_if<MailDeferred>(&record.payload))
    return {host + " tries again later: " + visible(later->why),
            host + " попробует позже: " + visible(later->why)};
  if (const auto* done = std::get_if<RecipientDone>(&record.payload))
    return {host + " gives up on " + done->recipient + ": " + visible(done->detail),
            host + " сдаётся для " + done->recipient + ": " + visible(done->detail)};
  if (const auto* screen = std::get_if<ScreenShown>(&record.payload))
    return {host + " tells its user: " + screen->code + facts_text(screen->facts),
            host + " сообщает пользователю: " + screen->code + facts_text(screen->facts)};
  if (const auto* change = std::get_if<InterventionMade>(&record.payload))
    return {"the learner changed this: " + change->what, "это изменил учащийся: " + change->what};
  const std::string word(kind_of(record));
  return joined(host, {word, word});
}

std::string WhyWords::rule(const Record& record) {
  if (const auto* decision = std::get_if<Decision>(&record.payload)) return decision->rule;
  if (const auto* said = std::get_if<Said>(&record.payload)) {
    if (said->speaker != Speaker::server) return {};
    if (said->protocol == Protocol::smtp) return "RFC 5321, section 4.2";
    if (said->protocol == Protocol::pop3) return "RFC 1939, section 3";
    if (said->protocol == Protocol::imap) return "RFC 9051, section 7.1";
  }
  if (std::holds_alternative<TlsFailed>(record.payload)) return "RFC 8446, section 6.2";
  if (std::holds_alternative<MailDeferred>(record.payload)) return "RFC 5321, section 4.5.4.1";
  if (std::holds_alternative<RecipientDone>(record.payload)) return "RFC 5321, section 6.1";
  if (const auto* ended = std::get_if<ConnectionEnded>(&record.payload)) {
    if (ended->reason == EndReason::refused || ended->reason == EndReason::reset)
      return "RFC 9293, section 3.10.7";
    if (ended->reason == EndReason::timed_out) return "RFC 9293, section 3.8.3";
  }
  if (const auto* dropped = std::get_if<PacketDropped>(&record.payload)) {
    if (dropped->reason == DropReason::no_such_port) return "RFC 9293, section 3.10.7.1";
  }
  return {};
}

std::string to_text(const WhyChain& chain, const Trace& trace, std::string_view language) {
  std::string out, indent;
  const auto steps = steps_of(trace);
  for (const WhyLink& link : chain.links) {
    out += indent + (language == "ru" ? link.words.ru : link.words.en);
    if (!link.rule.empty()) out += "  [" + link.rule + "]";
    out += "  #" + std::to_string(link.record.value) + (language == "ru" ? ", шаг " : ", step ") +
           std::to_string(step_of(steps, link.record)) + "\n";
    indent = link.record == chain.links.front().record ? "  < " : indent;
  }
  return out;
}

}  // namespace mailscope::scenario

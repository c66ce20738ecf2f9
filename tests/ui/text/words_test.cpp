// The words: plurals, names put in, no sentence missing, no placeholder lost in translation.
#include "ui/text/words.h"

#include <set>

#include <catch2/catch_test_macros.hpp>

#include "ui/text/codes.h"
#include "ui/text/glossary.h"
#include "ui/text/headline.h"
#include "ui/text/setting_names.h"

using namespace mailscope;
using namespace mailscope::ui;

namespace {

std::set<std::string> placeholders(std::string_view text) {
  std::set<std::string> found;
  for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
    found.insert(std::string(text.substr(at, text.find('}', at) - at + 1)));
  }
  return found;
}

}  // namespace

TEST_CASE("words: English comes first, and Russian is there", "[text]") {
  REQUIRE(languages().size() >= 2);
  CHECK(languages().front().code == "en");
  CHECK(words_in("ru").tr("Next step") == "Следующий шаг");
  CHECK(words_in("tlh").code() == "en");
}

TEST_CASE("words: Russian counts as Russians do", "[text]") {
  const Words words = words_in("ru");
  const auto octets = [&](unsigned long n) { return words.trn("{n} octet", "{n} octets", n); };
  CHECK(octets(0) == "0 октетов");
  CHECK(octets(1) == "1 октет");
  CHECK(octets(3) == "3 октета");
  CHECK(octets(5) == "5 октетов");
  CHECK(octets(11) == "11 октетов");
  CHECK(octets(14) == "14 октетов");
  CHECK(octets(21) == "21 октет");
  CHECK(octets(102) == "102 октета");
  CHECK(octets(112) == "112 октетов");
}

TEST_CASE("words: a name that is missing stays visible instead of vanishing", "[text]") {
  CHECK(fill("{host} answers: {line}", {{"host", "mx"}}) == "mx answers: {line}");
  CHECK(fill("an open { brace", {}) == "an open { brace");
}

TEST_CASE("words: no translation loses or invents a name to be put in", "[text]") {
  for (const Language& language : languages()) {
    for (std::size_t i = 0; i < language.sentence_count; ++i) {
      const Sentence& sentence = language.sentences[i];
      for (std::size_t form = 0; form < sentence.form_count; ++form) {
        INFO(language.code << ": " << sentence.english);
        CHECK_FALSE(sentence.forms[form].empty());
        CHECK(placeholders(sentence.forms[form]) == placeholders(sentence.english));
      }
    }
  }
}

TEST_CASE("headlines: time as people say it", "[text]") {
  const Words words = words_in("en");
  CHECK(time_text(words, Time{182'000}) == "0.182 s");
  CHECK(time_text(words, Time{} + seconds(65)) == "1 min 05 s");
  CHECK(time_text(words, Time{} + minutes(135)) == "2 h 15 min");
}

TEST_CASE("headlines: a line is cut between letters, never inside one", "[text]") {
  CHECK(first_line("привет, мир\r\nдальше", 6) == "привет…");
  CHECK(first_line("EHLO a\r\n") == "EHLO a");
}

TEST_CASE("codes: one without a sentence reads as its own words", "[text]") {
  CHECK(decision_text(words_in("en"),
                      Decision{Verdict::noted, "never-heard-of", {{"why", "so"}}, "", ""}) ==
        "never heard of (so)");
}

TEST_CASE("codes: passwords and names that are tried are counted in words", "[text]") {
  const PersonActed act{
      "Mallory", "guess-passwords", {{"server", "mx"}, {"passwords", "1"}, {"users", "4"}}};
  CHECK(act_text(words_in("en"), act) == "Mallory tries passwords at mx: 1 password for 4 names");
  CHECK(act_text(words_in("ru"), act) == "Mallory подбирает пароли на mx: 1 пароль для 4 имён");
}

TEST_CASE("codes: an alert of TLS is told in words, one without a sentence by its name", "[text]") {
  CHECK(tls_failure(words_in("en"), "alert-certificate_expired") ==
        "the other side says that the certificate has expired");
  CHECK(tls_failure(words_in("en"), "alert-no_application_protocol") ==
        "the other side sends the alert no_application_protocol");
}

TEST_CASE("settings: a choice is said in words, a name or a number stays as it is", "[text]") {
  const Words russian = words_in("ru");
  CHECK(setting_value(russian, "outbound-tls", "opportunistic") == "с шифрованием, если предложат");
  CHECK(setting_value(russian, "smtp-auth anna@example.org", "unset") == "не задано");
  CHECK(setting_value(russian, "server-name", "mx.example.org") == "mx.example.org");
  CHECK(setting_value(russian, "outgoing-port", "587") == "587");
}

TEST_CASE("glossary: a term's title is a word of the reader's language", "[text]") {
  CHECK(term_of(words_in("en"), "header").title == "header");
  CHECK(term_of(words_in("ru"), "header").title == "заголовок");
  CHECK(term_of(words_in("ru"), "mx").title == "MX");
  CHECK(term_of(words_in("ru"), "no-such-term").id.empty());
}

TEST_CASE("glossary: a Russian term is found in every case of the noun, and only there", "[text]") {
  std::vector<std::string> known;
  CHECK(mark_terms(words_in("ru"), "Он читает заголовком, а не конвертами.", known) ==
        "Он читает [[header|заголовком]], а не [[envelope|конвертами]].");
  known.clear();
  CHECK(mark_terms(words_in("ru"), "Портретная живопись", known) == "Портретная живопись");
}

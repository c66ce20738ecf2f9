// The store's promises: UIDs, modification sequences, names, and that Changes can be done again.
#include "sim/store/mail_store.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/base/random.h"

namespace mailscope::store {
namespace {

// Plays an operation on `account` and its Changes on `copy`: afterwards both must be equal.
struct Pair {
  Account account = make_account("anna@example.org", "anna", "secret", 100);
  Account copy = account;

  bool take(const Done& done) {
    if (!done) return false;
    for (const Change& change : *done) replay(copy, change);
    return copy == account;
  }
  bool take(const Result<Copied, Refusal>& copied) {
    if (!copied) return false;
    for (const Change& change : copied->changes) replay(copy, change);
    return copy == account;
  }
};

NewMail mail(std::string content, Flags flags = {}) {
  return {.content = std::move(content), .date_s = 1'772'442'000, .flags = std::move(flags)};
}

TEST_CASE("store: flags are one ordered set, whatever case they are written in", "[store]") {
  Flags flags{"\\seen", "$Forwarded", "\\ANSWERED"};
  CHECK(to_text(flags) == "\\Answered \\Seen $Forwarded");
  CHECK_FALSE(flags.add("\\Seen"));
  CHECK(flags.remove("$FORWARDED"));
  CHECK(flags == Flags{"\\Seen", "\\Answered"});
}

TEST_CASE("store: a uid is never given twice, even after the mail is gone", "[store]") {
  Pair pair;
  REQUIRE(pair.take(append(pair.account, "inbox", mail("one"))));
  REQUIRE(pair.take(append(pair.account, "INBOX", mail("two"))));
  REQUIRE(pair.take(remove_mails(pair.account, "INBOX", {2})));
  REQUIRE(pair.take(append(pair.account, "INBOX", mail("three"))));
  const Mailbox& inbox = *pair.account.find("INBOX");
  REQUIRE(inbox.mails.size() == 2);
  CHECK(inbox.mails[1].uid == 3);
  CHECK(inbox.gone == std::vector<Gone>{{2, 4}});
  CHECK(inbox.uid_next == 4);
}

TEST_CASE("store: only flags that differ make a change and a new modseq", "[store]") {
  Pair pair;
  REQUIRE(pair.take(append(pair.account, "INBOX", mail("one", {k_seen}))));
  const auto same = set_flags(pair.account, "INBOX", {1, 7}, FlagsMode::add, {k_seen});
  REQUIRE(same);
  CHECK(same->empty());
  REQUIRE(pair.take(set_flags(pair.account, "INBOX", {1}, FlagsMode::add, {k_deleted})));
  CHECK(pair.account.find("INBOX")->mails[0].modseq == 3);
  CHECK(deleted_uids(*pair.account.find("INBOX")) == std::vector<Uid>{1});
  REQUIRE(pair.take(set_flags(pair.account, "INBOX", {1}, FlagsMode::remove, {k_seen})));
  CHECK(to_text(pair.account.find("INBOX")->mails[0].flags) == "\\Deleted");
}

TEST_CASE("store: copy keeps flags and date, move leaves nothing behind", "[store]") {
  Pair pair;
  REQUIRE(pair.take(append(pair.account, "INBOX", mail("one", {k_flagged}))));
  REQUIRE(pair.take(append(pair.account, "INBOX", mail("two"))));
  const auto copied = copy_mails(pair.account, "INBOX", {2, 1}, "Archive");
  REQUIRE(pair.take(copied));
  CHECK(copied->from_uids == std::vector<Uid>{2, 1});
  CHECK(copied->to_uids == std::vector<Uid>{1, 2});
  CHECK(pair.account.find("Archive")->mails[1].flags.has(k_flagged));
  REQUIRE(pair.take(move_mails(pair.account, "INBOX", {1, 2}, "Trash")));
  CHECK(pair.account.find("INBOX")->mails.empty());
  CHECK(pair.account.find("Trash")->mails.size() == 2);
}

TEST_CASE("store: a quota refuses what does not fit and lets a move pass", "[store]") {
  Pair pair;
  pair.account.quota_octets = pair.copy.quota_octets = 5;
  REQUIRE(pair.take(append(pair.account, "INBOX", mail("12345"))));
  CHECK(append(pair.account, "INBOX", mail("6")).error() == Refusal::over_quota);
  CHECK(copy_mails(pair.account, "INBOX", {1}, "Sent").error() == Refusal::over_quota);
  CHECK(pair.take(move_mails(pair.account, "INBOX", {1}, "Sent")));
}

TEST_CASE("store: mailboxes are made with the levels above, and removed around their children",
          "[store]") {
  Pair pair;
  REQUIRE(pair.take(make_mailbox(pair.account, "Work/2026/March")));
  CHECK(pair.account.find("Work/2026") != nullptr);
  CHECK(make_mailbox(pair.account, "Work").error() == Refusal::exists_already);
  const auto before = pair.account.find("Work")->uid_validity;
  REQUIRE(pair.take(remove_mailbox(pair.account, "Work")));
  CHECK_FALSE(pair.account.find("Work")->is_selectable);
  CHECK(remove_mailbox(pair.account, "Work").error() == Refusal::has_children);
  CHECK(append(pair.account, "Work", mail("x")).error() == Refusal::not_selectable);
  REQUIRE(pair.take(make_mailbox(pair.account, "Work")));
  CHECK(pair.account.find("Work")->uid_validity > before);
  CHECK(remove_mailbox(pair.account, "inbox").error() == Refusal::is_inbox);
  for (const char* bad : {"", "a//b", "/a", "a*b", "a%", "\xff", "line\r\nbreak"})
    CHECK(make_mailbox(pair.account, bad).error() == Refusal::bad_name);
}

TEST_CASE("store: a rename takes the children along; that of INBOX takes only its mails",
          "[store]") {
  Pair pair;
  REQUIRE(pair.take(make_mailbox(pair.account, "Work/2026")));
  REQUIRE(pair.take(append(pair.account, "Work/2026", mail("one"))));
  REQUIRE(pair.take(rename_mailbox(pair.account, "Work", "Old/Work")));
  CHECK(pair.account.find("Work") == nullptr);
  CHECK(pair.account.find("Old/Work/2026")->mails.size() == 1);
  CHECK(rename_mailbox(pair.account, "Old", "Old/Deeper").error() == Refusal::bad_name);

  REQUIRE(pair.take(append(pair.account, "INBOX", mail("two"))));
  REQUIRE(pair.take(rename_mailbox(pair.account, "INBOX", "Saved")));
  CHECK(pair.account.find("INBOX")->mails.empty());
  CHECK(pair.account.find("Saved")->mails.size() == 1);
}

TEST_CASE("store: random operations done again on a copy give the same account", "[store]") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    Pair pair;
    const std::vector<std::string> names{"INBOX", "Sent", "A", "A/B", "A/B/C", "Trash", "B"};
    const auto name = [&] { return names[static_cast<std::size_t>(random.below(names.size()))]; };
    const auto uids = [&] {
      return std::vector<Uid>{static_cast<Uid>(random.below(9)), static_cast<Uid>(random.below(9))};
    };
    for (int step = 0; step < 200; ++step) {
      switch (random.below(9)) {
        case 0:
        case 1: pair.take(append(pair.account, name(), mail(random.token(9)))); break;
        case 2:
          pair.take(set_flags(pair.account, name(), uids(), FlagsMode::add, {k_deleted}));
          break;
        case 3: pair.take(remove_mails(pair.account, name(), uids())); break;
        case 4: pair.take(copy_mails(pair.account, name(), uids(), name())); break;
        case 5: pair.take(move_mails(pair.account, name(), uids(), name())); break;
        case 6: pair.take(make_mailbox(pair.account, name())); break;
        case 7: pair.take(remove_mailbox(pair.account, name())); break;
        default: pair.take(rename_mailbox(pair.account, name(), name())); break;
      }
      REQUIRE(pair.copy == pair.account);
    }
  }
}

}  // namespace
}  // namespace mailscope::store

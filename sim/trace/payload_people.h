// What a Record can say of people: their acts, what they are told, what is learnt of them, what they change.
#pragma once

#include "sim/trace/payload_kind.h"

namespace mailscope {

struct PersonActed {  // somebody at record.host did something: the root of a chain of causes
  std::string person, action;  // action is a stable word: "send", "fetch", "read", ...
  Facts facts;
  MAILSCOPE_KIND("person-acted") {
    visit("person", self.person), visit("action", self.action), visit("facts", self.facts);
  }
  friend bool operator==(const PersonActed&, const PersonActed&) = default;
};

struct ScreenShown {  // what the program at record.host tells its user
  Severity severity = Severity::info;
  std::string code;  // stable, kebab-case; its sentence is in ui/text
  Facts facts;
  MAILSCOPE_KIND("screen-shown") {
    visit("severity", self.severity), visit("code", self.code), visit("facts", self.facts);
  }
  friend bool operator==(const ScreenShown&, const ScreenShown&) = default;
};

struct SecretLearnt {  // record.host saw it in clear, on record.connection
  SecretKind kind = SecretKind::password;
  std::string value;
  std::string owner;  // whose it is: an account's address
  MAILSCOPE_KIND("secret-learnt") {
    visit("secret", self.kind), visit("value", self.value), visit("owner", self.owner);
  }
  friend bool operator==(const SecretLearnt&, const SecretLearnt&) = default;
};

struct BudgetReached {  // the run was stopped
  std::string budget;   // "records", "virtual-time", "octets"
  std::int64_t limit = 0;
  MAILSCOPE_KIND("budget-reached") { visit("budget", self.budget), visit("limit", self.limit); }
  friend bool operator==(const BudgetReached&, const BudgetReached&) = default;
};

struct InterventionMade {  // the learner changed the run here
  std::string what;
  MAILSCOPE_KIND("intervention") { visit("what", self.what); }
  friend bool operator==(const InterventionMade&, const InterventionMade&) = default;
};

}  // namespace mailscope

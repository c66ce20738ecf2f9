// Address lists: the forms of RFC 5322, section 3.4 and Appendix A.
#include "sim/mime/address.h"

#include <catch2/catch_test_macros.hpp>

namespace mailscope::mime {
namespace {

// "name <spec>; group: a, b" in one fixed form.
std::string shown(std::string_view text, std::size_t* faults = nullptr) {
  const AddressList list = parse_addresses(text);
  if (faults != nullptr) *faults = list.faults.size();
  std::string out;
  for (const AddressEntry& entry : list.entries) {
    if (!out.empty()) out += " | ";
    if (entry.is_group) out += entry.group_name + ":";
    for (const Address& address : entry.addresses)
      out += "{" + address.display_name + "}<" + address.spec() + ">";
  }
  return out;
}

TEST_CASE("mime address: correct lists are read without a fault", "[mime]") {
  struct Row {
    const char *text, *meant;
  };
  const Row rows[] = {
      {"John Doe <jdoe@machine.example>", "{John Doe}<jdoe@machine.example>"},
      {"Mary Smith <mary@x.test>, jdoe@example.org, Who? <one@y.test>",
       "{Mary Smith}<mary@x.test> | {}<jdoe@example.org> | {Who?}<one@y.test>"},
      {"<boss@nil.test>, \"Giant; \\\"Big\\\" Box\" <sysservices@example.net>",
       "{}<boss@nil.test> | {Giant; \"Big\" Box}<sysservices@example.net>"},
      {"A Group:Ed Jones <c@a.test>,joe@where.test,John <jdoe@one.test>;",
       "A Group:{Ed Jones}<c@a.test>{}<joe@where.test>{John}<jdoe@one.test>"},
      {"Undisclosed recipients:;", "Undisclosed recipients:"},
      {"Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", "{Pete}<pete@silly.test>"},
      {"A Group(Some people)\r\n     :Chris Jones <c@(Chris's host.)public.example>,\r\n"
       "         joe@example.org,\r\n  John <jdoe@one.test> (my dear friend); (the end of the "
       "group)",
       "A Group:{Chris Jones}<c@public.example>{}<joe@example.org>{John}<jdoe@one.test>"},
      {"Joe Q. Public <john.q.public@example.com>", "{Joe Q. Public}<john.q.public@example.com>"},
      {"=?utf-8?B?0JDQvdC90LA=?= <anna@example.org>", "{Анна}<anna@example.org>"},
      {"\"odd name\"@example.org", "{}<\"odd name\"@example.org>"},
      {"anna@[192.0.2.1], b@[IPv6:2001:db8::1]", "{}<anna@[192.0.2.1]> | {}<b@[IPv6:2001:db8::1]>"},
      {"anna@example.org (Anna)", "{Anna}<anna@example.org>"},
      {"почта@пример.рф", "{}<почта@пример.рф>"},
      {" , a@b,, c@d , ", "{}<a@b> | {}<c@d>"},
      {"", ""},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    std::size_t faults = 0;
    CHECK(shown(row.text, &faults) == row.meant);
    CHECK(faults == 0);
  }
}

TEST_CASE("mime address: wrong lists are read as far as they go, with a fault", "[mime]") {
  struct Row {
    const char *text, *meant;
  };
  const Row rows[] = {
      {"Mary <@machine.tld:mary@example.net>", "{Mary}<mary@example.net>"},
      {"root", "{}<root>"},
      {"a@b; c@d", "{}<a@b> | {}<c@d>"},
      {"Anna <anna@example.org", "{Anna}<anna@example.org>"},
      {"Anna <anna@example.org> junk, b@c", "{Anna}<anna@example.org> | {}<b@c>"},
      {"\"open <a@b>", "{}<\"open <a@b>\">"},
      {"list: a@b, c@d", "list:{}<a@b>{}<c@d>"},
      {"a@", "{}<a>"},
      {"(((((", ""},
      {"john . public @ example . com <x@y>", "{}<john.public@example.com>"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    std::size_t faults = 0;
    CHECK(shown(row.text, &faults) == row.meant);
    CHECK(faults > 0);
  }
}

TEST_CASE("mime address: an address is written so that it reads back", "[mime]") {
  for (const Address& address : {Address{"Anna K.", "anna", "example.org", "", ""},
                                 Address{"", "a b", "example.org", "", ""},
                                 Address{"Анна Каренина", "anna", "example.org", "", ""},
                                 Address{"", "anna", "[192.0.2.1]", "", ""},
                                 Address{"q\"uote", "a.b", "example.org", "", ""}}) {
    const auto list = parse_addresses(to_text(address)).all();
    REQUIRE(list.size() == 1);
    CHECK(list[0].display_name == address.display_name);
    CHECK(list[0].local_part == address.local_part);
    CHECK(list[0].domain == address.domain);
  }
}

}  // namespace
}  // namespace mailscope::mime

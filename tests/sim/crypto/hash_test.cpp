// Digests against the published examples of their standards.
#include "sim/crypto/hash.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/base/text.h"

namespace mailscope::crypto {

TEST_CASE("crypto: digests of \"abc\" are those of FIPS 180-4 and RFC 1321", "[crypto]") {
  CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex(sha1("abc")) == "a9993e364706816aba3e25717850c26c9cd0d89d");
  CHECK(hex(md5("abc")) == "900150983cd24fb0d6963f7d28e17f72");
  CHECK(hex(sha384("abc")).substr(0, 32) == "cb00753f45a35e8bb5a03d699ac65007");
  CHECK(hex(sha512("abc")).substr(0, 32) == "ddaf35a193617abacc417349ae204131");
  CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("crypto: HMAC gives the values of RFC 2202 and RFC 4231", "[crypto]") {
  const std::string key = "Jefe";
  const std::string message = "what do ya want for nothing?";
  CHECK(hex(hmac_md5(key, message)) == "750c783e6ab0b503eaa86e310a5db738");
  CHECK(hex(hmac_sha1(key, message)) == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  CHECK(hex(hmac_sha256(key, message)) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_CASE("crypto: CRAM-MD5 and APOP give the examples of RFC 2195 and RFC 1939", "[crypto]") {
  CHECK(hex(hmac_md5("tanstaaftanstaaf", "<1896.697170952@postoffice.reston.mci.net>")) ==
        "b913a602c7eda7a495b4e6e7334d3890");
  CHECK(hex(md5("<1896.697170952@dbc.mtview.ca.us>tanstaaf")) ==
        "c4c9334bac560ecc979e58001b3e22fb");
}

TEST_CASE("crypto: PBKDF2 gives the values of RFC 6070, again and again", "[crypto]") {
  CHECK(hex(pbkdf2_sha1("password", "salt", 1)) == "0c60c80f961f0e71f3a9b524af6012062fe037a6");
  CHECK(hex(pbkdf2_sha1("password", "salt", 4096)) == "4b007901b765489abead49d926f721d065a429c1");
  const std::string first = pbkdf2_sha256("password", "salt", 2);
  CHECK(hex(first) == "ae4d0c95af6b46d32d0adff928f06dd02a303f8ef3c251dfd6e2d85a95474c43");
  CHECK(pbkdf2_sha256("password", "salt", 2) == first);
  CHECK(pbkdf2_sha256("passwords", "alt", 2) != first);
}

TEST_CASE("crypto: a digest in pieces equals the digest of the whole, and may go on", "[crypto]") {
  Sha256 digest;
  digest.add("a");
  CHECK(digest.result() == sha256("a"));
  digest.add("");
  digest.add("bc");
  CHECK(digest.result() == sha256("abc"));
}

TEST_CASE("crypto: HKDF-Expand gives the first example of RFC 5869", "[crypto]") {
  const std::string key =
      "\x07\x77\x09\x36\x2c\x2e\x32\xdf\x0d\xdc\x3f\x0d\xc4\x7b\xba\x63"
      "\x90\xb6\xc7\x3b\xb5\x0f\x9c\x31\x22\xec\x84\x4a\xd7\xc2\xb3\xe5";
  const std::string info = "\xf0\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9";
  CHECK(hex(hkdf_expand(32, key, info, 42)) ==
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
}

TEST_CASE("crypto: equality looks at length and content", "[crypto]") {
  CHECK(equal_in_constant_time("secret", "secret"));
  CHECK(equal_in_constant_time("", ""));
  CHECK_FALSE(equal_in_constant_time("secret", "secreT"));
  CHECK_FALSE(equal_in_constant_time("secret", "secrets"));
}

}  // namespace mailscope::crypto

// Elliptic curve work is done once: what a handshake costs when its world is played again.
//
// cmake/mbedtls.cmake lets Mbed TLS call the functions of curve_memo.cpp for its multiplications
// and its signatures. They compute with Mbed TLS (X25519: with the Everest code that comes with
// it) and remember. In a simulation both ends live here, so the two ends' shared secret is
// computed once, and a signature that was made here need not be verified again. All of this are
// pure functions: no octet depends on what is remembered (a test turns it off and compares).
#pragma once

namespace mailscope::crypto {

// For tests and benchmarks. Returns what was set before.
bool set_curve_memo(bool is_used);
void forget_curve_memo();

}  // namespace mailscope::crypto

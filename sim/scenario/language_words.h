// The small shapes that many parts of the scenario language share: kinds of text and number.
#pragma once

#include "sim/hosts/host_spec.h"
#include "sim/scenario/formats.h"
#include "sim/scenario/language.h"

namespace mailscope::scenario {

inline ShapePtr id() { return text_by(k_id); }
inline ShapePtr any_text() { return text_by(k_any_text); }
inline ShapePtr some_text() { return text_by(k_some_text); }
inline ShapePtr domain() { return text_by(k_domain); }
inline ShapePtr mail_address() { return text_by(k_mail_address); }
inline ShapePtr duration() { return text_by(k_duration); }
inline ShapePtr port() { return integer(1, 65'535); }
inline ShapePtr tls_policy() { return word_of("a TLS policy", words_of(hosts::k_tls_policies)); }

}  // namespace mailscope::scenario

// The scenario language as shapes: what docs/SCENARIOS.md explains and scenarios/schema.json describes.
//
// Knows keys, kinds and texts, not whether a named host exists: that is references.cpp.
#pragma once

#include "sim/scenario/shape.h"

namespace mailscope::scenario {

const ShapePtr& scenario_shape();  // a whole lesson file
const ShapePtr& world_shape();  // its "world"; also, in Mode::patch, what a knob's position changes
const ShapePtr& catalogue_shape();  // scenarios/index.json

// Parts that the above are made of.
const ShapePtr& script_shape();  // a list of acts
const ShapePtr& server_shape();  // a mail server
const ShapePtr& authentication_policy_shape();
std::vector<Key> rule_keys();     // keys of a mail server: limits, lists, switches
std::vector<Key> sender_keys();   // ... who really sent it, and how mail is handed on
const ShapePtr& mail_shape();     // a mail that somebody writes, or that already lies in a mailbox
const ShapePtr& pattern_shape();  // which records are meant
const ShapePtr& claim_shape();    // something that can be true of a run
const ShapePtr& expectation_shape();  // a claim, with eventually, finally, never or before
const ShapePtr& question_shape();
const ShapePtr& both_texts_shape();  // {"en": ..., "ru": ...}
const ShapePtr& when_shape();        // knob positions in which something holds

}  // namespace mailscope::scenario

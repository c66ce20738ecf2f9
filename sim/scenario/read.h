// Trees to values. Each takes what check_shape has let through; none can fail.
#pragma once

#include "sim/scenario/scenario.h"

namespace mailscope::scenario {

world::WorldSpec read_world(const Node& node);  // without its script
hosts::MailServerSpec read_server(const Node& node);
void read_rules(const Node& node, hosts::MailServerSpec& out);  // its limits, lists, switches
void read_sender(const Node& node, hosts::SenderSpec& out);     // the keys of sender_keys()
policy::AuthenticationPolicy read_authentication_policy(const Node& node);
hosts::MailSpec read_mail(const Node& node);
ScriptEntry read_act(const Node& node);

Pattern read_pattern(const Node& node);
Claim read_claim(const Node& node);
Expectation read_expectation(const Node& node);
When read_when(const Node& node);
BothTexts read_both_texts(const Node& node);
Question read_question(const Node& node);
Scenario read_scenario(const Node& node);

}  // namespace mailscope::scenario

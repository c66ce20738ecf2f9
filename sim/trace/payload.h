// What a Record can say: one small struct for each kind, each with its word and its fields.
//
// The kinds stand in the payload_….h beside this; a new one is added there and to the list here.
#pragma once

#include <variant>

#include "sim/trace/payload_dialogue.h"
#include "sim/trace/payload_mail.h"
#include "sim/trace/payload_network.h"
#include "sim/trace/payload_people.h"

#undef MAILSCOPE_KIND

namespace mailscope {

using Payload =
    std::variant<HostAdded, ServiceOpened, SettingChanged, MailboxAdded, MailboxRemoved,
                 MailboxRenamed, PacketSent, PacketChanged, PacketDropped, PacketArrived,
                 ConnectionOpened, TcpStateChanged, ConnectionEnded, Said, Understood,
                 SessionStateChanged, TlsMessage, TlsEstablished, TlsFailed, TlsSecret, DnsSaid,
                 LookupDone, CacheChanged, Decision, MailQueued, MailDeferred, RecipientDone,
                 MailUnqueued, MailStored, MailDeleted, FlagsChanged, PersonActed, ScreenShown,
                 SecretLearnt, BudgetReached, InterventionMade>;

}  // namespace mailscope

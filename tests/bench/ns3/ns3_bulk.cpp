// ns-3's side of the comparison: a bulk transfer over its TCP, timed. C++17, as ns-3's headers are.
//
// Two nodes on a point-to-point link of 10 ms, without pcap files; its IPv4 layer counts what it sends.
#include "tests/bench/ns3/ns3_bulk.h"

#include <ctime>

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"

namespace {

std::size_t g_packets = 0;  // ns-3 calls back plain functions

void count_packet(ns3::Ptr<const ns3::Packet>, ns3::Ptr<ns3::Ipv4>, std::uint32_t) { ++g_packets; }

double cpu_seconds() {
  return static_cast<double>(std::clock()) / static_cast<double>(CLOCKS_PER_SEC);
}

}  // namespace

double ns3_packets_per_cpu_second(std::uint32_t octets) {
  const double begin = cpu_seconds();
  g_packets = 0;
  ns3::Config::SetDefault("ns3::TcpSocket::SegmentSize", ns3::UintegerValue(1460));
  ns3::Config::SetDefault("ns3::TcpSocket::SndBufSize", ns3::UintegerValue(1 << 20));
  ns3::Config::SetDefault("ns3::TcpSocket::RcvBufSize", ns3::UintegerValue(1 << 20));
  ns3::NodeContainer nodes;
  nodes.Create(2);
  ns3::PointToPointHelper link;
  link.SetDeviceAttribute("DataRate", ns3::StringValue("1Gbps"));
  link.SetChannelAttribute("Delay", ns3::StringValue("10ms"));
  const ns3::NetDeviceContainer devices = link.Install(nodes);
  ns3::InternetStackHelper stack;
  stack.Install(nodes);
  ns3::Ipv4AddressHelper addresses;
  addresses.SetBase("192.0.2.0", "255.255.255.0");
  const ns3::Ipv4InterfaceContainer interfaces = addresses.Assign(devices);
  ns3::BulkSendHelper source("ns3::TcpSocketFactory",
                             ns3::InetSocketAddress(interfaces.GetAddress(1), 25));
  source.SetAttribute("MaxBytes", ns3::UintegerValue(octets));
  source.Install(nodes.Get(0)).Start(ns3::Seconds(0));
  ns3::PacketSinkHelper sink("ns3::TcpSocketFactory",
                             ns3::InetSocketAddress(ns3::Ipv4Address::GetAny(), 25));
  auto sinks = sink.Install(nodes.Get(1));
  sinks.Start(ns3::Seconds(0));
  for (std::uint32_t i = 0; i < 2; ++i) {
    nodes.Get(i)->GetObject<ns3::Ipv4L3Protocol>()->TraceConnectWithoutContext(
        "Tx", ns3::MakeCallback(&count_packet));
  }
  ns3::Simulator::Stop(ns3::Seconds(600));
  ns3::Simulator::Run();
  const bool is_whole = sinks.Get(0)->GetObject<ns3::PacketSink>()->GetTotalRx() == octets;
  ns3::Simulator::Destroy();
  const double seconds_taken = cpu_seconds() - begin;
  return is_whole ? static_cast<double>(g_packets) / seconds_taken : 0;
}

CodeSystem: PeerServiceCS
Id: peer-service
Title: "Peer services"
Description: "The services that a daily case rate is paid for."
* insert OwnCodes
* #cps "Certified Peer Specialist services" "Peer support in mental health by a Certified Peer Specialist, a person in recovery who holds the peer certification (CPS-PR-2a, CPS-CS-5-lead1)."
* #prc "Peer Recovery Coach services" "Coaching in recovery from addiction by a Peer Recovery Coach, a person who is at least two years in recovery (PRC-OV-1a, PRC-SC-18)."

ValueSet: PeerServiceVS
Id: peer-service
Title: "Peer services"
Description: "All peer services that a daily case rate is paid for."
* insert Own
* include codes from system PeerServiceCS

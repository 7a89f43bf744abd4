CodeSystem: PeerActivityCS
Id: peer-activity
Title: "Activities of a peer"
Description: "What a peer does for a member. Collateral activities are done without the member; at all others the member is present."
* insert OwnCodes
* ^hierarchyMeaning = #is-a
* #collateral "Collateral work" "Work for the member without the member (CPS-CS-5c-1, PRC-SC-18c-2)."
  * #call-to-provider "Call to a provider" "A call to someone who treats or supports the member (CPS-CS-5c-1, PRC-SC-18c-2)."
  * #resource-search "Search for resources" "Finding materials and supports for the member (CPS-CS-5c-1, PRC-SC-18c-2)."
  * #case-coordination "Coordination of the case" "Arranging with others what the member's goals need (CPS-CS-5c-1, PRC-SC-18c-2)."
* #emotional-support "Emotional and social support" "Support that fosters hope (CPS-CS-1a, PRC-SC-1)."
* #network-building "Building of networks" "Help with friendships, family ties and community networks that support recovery (CPS-CS-1b, PRC-SC-5)."
* #role-modelling "Role modelling" "The peer openly lives wellness or recovery (CPS-CS-1c, PRC-SC-7)."
* #evidence-based-practice "Evidence-based practice" "A practice learned in training, used in agreement with member and supervisor (CPS-CS-1f, PRC-SC-14)."
* #motivational-interviewing "Motivational interviewing" "Motivational interviewing as learned in training (PRC-SC-14)."
* #sharing-experience "Sharing of experience" "The peer shares own experience by coaching and mentoring (CPS-CS-2a, PRC-SC-3)."
* #skill-building "Building of skills" "Support of positive life change and of skills (CPS-CS-2b, PRC-SC-4)."
* #advocacy "Advocacy" "Speaking up for and with the member, and teaching self-advocacy (CPS-CS-2c, PRC-SC-11)."
* #linkage "Linkage" "Help to link to treatment, peer support, mutual aid and community resources (CPS-CS-3a, PRC-SC-6)."
* #transportation-assist "Help with transportation" "Temporary help to reach an essential appointment (CPS-CS-3c, PRC-SC-15)."
* #transportation-transition "Move to community transportation" "Help to arrange own transportation (CPS-CS-3d)."
* #dcf-education "Explanation of the custody assessment" "Explaining how the Department of Children and Families assesses custody (CPS-CS-4d, PRC-SC-17f)."
* #custody-advocacy "Advocacy in custody matters" "Backing the member's own advocacy for custody (CPS-CS-4d, PRC-SC-17f)."

ValueSet: PeerActivityVS
Id: peer-activity
Title: "Activities of a peer"
Description: "All that a peer does for a member."
* insert Own
* include codes from system PeerActivityCS

ValueSet: CollateralActivityVS
Id: collateral-activity
Title: "Collateral activities"
Description: "Work for the member without the member: collateral and the codes below it. It never counts as a contact (CPS-CS-5c-4, PRC-SC-18d)."
* insert Own
* include codes from system PeerActivityCS where concept is-a #collateral

CodeSystem: ContactTypeCS
Id: contact-type
Title: "Kinds of contact"
Description: "What an Encounter of a peer service was for."
* insert OwnCodes
* #initial-meeting "Initial meeting" "The meeting at the onset of the service, in which first goals are worked out (CPS-CS-5b-1, PRC-SC-18a-1)."
* #ongoing-contact "Ongoing contact" "A contact that sustains the peer relationship and the work on goals (CPS-CS-5a-iv, PRC-SC-18b-3)."
* #accompaniment "Accompaniment" "The peer goes with the member to an appointment, there or by telehealth (CPS-CS-5a-iii, PRC-SC-9)."
* #appointment-preparation "Preparation for an appointment" "Peer and member prepare together for a meeting or appointment (CPS-CS-3b, PRC-SC-9)."
* #collateral "Collateral work" "Work for the member without the member. It never counts as a contact (CPS-CS-5c-4, PRC-SC-18d)."
* #supervision "Supervision" "A session of a peer with the supervisor, without a member (CPS-ST-3, PRC-ST-4)."

ValueSet: ContactTypeVS
Id: contact-type
Title: "Kinds of contact with a member"
Description: "What a contact with a member was for."
* insert Own
* ContactTypeCS#initial-meeting
* ContactTypeCS#ongoing-contact
* ContactTypeCS#accompaniment
* ContactTypeCS#appointment-preparation
* ContactTypeCS#collateral

CodeSystem: ContactModeCS
Id: contact-mode
Title: "Ways of contact"
Description: "How the member and the peer were in contact. R4 Encounter has no element for it, and class tells only whether both were in one place."
* insert OwnCodes
* #in-person "In person" "Both were in the same place (CPS-CS-5a-ii, PRC-SC-18b-2)."
* #phone "Telephone" "A call that was heard only, and answered (CPS-CS-5a-i, PRC-SC-18b-2)."
* #video "Video" "A call that was seen and heard (CPS-CS-5a-i)."
* #text "Text message" "Messages on a telephone: SMS, MMS or a messaging app (CPS-CS-5a-i, PRC-SC-18b-2)."
* #email "E-mail" "Electronic mail (CPS-CS-5a-i). The recovery coach's specification doesn't list it (PRC-SC-18b-2)."

ValueSet: ContactModeVS
Id: contact-mode
Title: "Ways of contact"
Description: "Ways of contact: ours, and those of HL7's ParticipationMode that say the same (ConceptMap participation-mode). SMSWRIT is in newer releases of HL7 Terminology than the one in R4."
* insert Own
* include codes from system ContactModeCS
* $participation-mode#FACE
* $participation-mode#PHYSICAL
* $participation-mode#PHONE
* $participation-mode#VIDEOCONF
* $participation-mode#EMAILWRIT
* $participation-mode#SMSWRIT

CodeSystem: PossibleModeCS
Id: possible-mode
Title: "What is known of an unknown way of contact"
Description: "Where nobody says how a contact was made, but something is known: used in crosswalks only, never in a record."
* insert OwnCodes
* #any "Any" "Nothing is known of the way of contact (CPS-CS-5a)."
* #remote "Remote" "The class says that both were not in one place, not how they were in contact (CPS-CS-5a-i)."
* #written "Written" "A message, by text or by e-mail (CPS-CS-5a-i)."
